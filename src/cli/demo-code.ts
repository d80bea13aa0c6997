import { codeNow } from '#modules/access/server/index.ts';
import { DEMO_APP_SECRET } from './demo-world.ts';

// The demo operators' authenticator app, for those who have none at hand.
const secondsLeft = 30 - (Math.floor(Date.now() / 1000) % 30);
console.log(`${codeNow(DEMO_APP_SECRET, new Date())}   (for ${secondsLeft} more seconds; each code is accepted once)`);
console.log(`Key for an app of your own: ${DEMO_APP_SECRET}`);
