import { readConfig } from '#platform/server/config.ts';
import { loadDemoWorld } from './demo-world.ts';

// The explicit command for a database of one's own; the embedded one is loaded at its first start.
const config = readConfig(process.env);
if (!config.DATABASE_URL) {
  console.error('Set DATABASE_URL: the embedded database gets the demo world by itself.');
  process.exit(64);
}
if (config.PRODUCTION || [config.PORTAL_ORIGIN, config.CONSOLE_ORIGIN].some((origin) => origin.startsWith('https:'))) {
  console.error('The demo world has passwords that everybody can read: it is never loaded where an origin is not on this machine.');
  process.exit(64);
}
await loadDemoWorld({ ownerUrl: config.DATABASE_URL, config, onlyIfEmpty: false });
console.log('The demo world is loaded.');
