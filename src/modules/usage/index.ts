export { isOverrun, monthFrom, USAGE_A_PAGE, type Overrun, type UsageFigure, type UsagePage } from './usage.ts';
export { usageColumns, usageFieldName, usageFields, type UsageField } from './usage-words.ts';
