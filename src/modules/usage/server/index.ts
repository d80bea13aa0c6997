export { recordUsage, type Recorded } from './record-usage.ts';
export { listOverruns, listUsage } from './read-usage.ts';
export { sendOverrunMail } from './overrun-mail.ts';
export { receiveUsage, takeUsage } from './take-file.ts';
export { UsageInput, UsageQuery } from '../usage.schemas.ts';
