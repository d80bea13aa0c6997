import { operators, users } from '../../database/seeds/world.ts';
import type { Config } from '#platform/server/config.ts';
import { DEMO_PASSWORD } from './demo-world.ts';

/** Tells a newcomer where everything is. */
export function greet(config: Config, state: { isEmbedded: boolean; loaded: boolean }): void {
  const contact = users.find((user) => user.role === 'contact');
  const administrator = users.find((user) => user.role === 'administrator');
  const operator = operators[0];
  const signIns = state.isEmbedded
    ? `
  Demo sign-ins (password for all: ${DEMO_PASSWORD})
    contact        ${contact?.userId}
    administrator  ${administrator?.userId}
    operator       ${operator?.userId}  (at the console; its app's code: npm run demo:code)
`
    : '';
  const mails = config.SMTP_URL ? `sent by ${new URL(config.SMTP_URL).hostname}` : `${config.PORTAL_ORIGIN}/mailbox  (and as files in ${config.dataDir}/mail)`;
  console.log(`
  Madoguchi is open${state.loaded ? ', with the demo world freshly loaded' : ''}.

    portal    ${config.PORTAL_ORIGIN}
    console   ${config.CONSOLE_ORIGIN}/console
    mails     ${mails}
${signIns}
  Ctrl-C stops it.
`);
}
