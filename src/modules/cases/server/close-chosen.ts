import type { UserActor } from '#kernel/actor.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { accessCase } from './access-case.ts';
import { closeCase } from './end-case.ts';

/** What became of each chosen case: closed, or the code of what stood against it. */
export type ClosedChoice = { closed: string[]; refused: { number: string; code: string }[] };

/**
 * Closes the chosen cases, each for itself and for good (G-4.8.4-1): one that cannot be closed, because it waits for the solution's
 * acceptance or is closed already, keeps no other from it. For contacts, after the warning that a closed case stays closed.
 */
export async function closeChosenCases(actor: UserActor, numbers: readonly string[]): Promise<ClosedChoice> {
  const outcome: ClosedChoice = { closed: [], refused: [] };
  for (const number of numbers) {
    try {
      await asActor(actor, async (context) => {
        const { version } = await accessCase(context, { number, action: 'close', hold: true });
        await closeCase(context, { number, version });
      });
      outcome.closed.push(number);
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      outcome.refused.push({ number, code: thrown.code });
    }
  }
  return outcome;
}
