export { asHtml, asText, type Letter } from './mail-layout.ts';
