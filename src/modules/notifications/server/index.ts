export { asHtml, asText, type Letter } from './mail-layout.ts';
export { deliver, deliveriesTo, sweepDeliveries, type Addressee, type Delivery } from './deliver.ts';
