import type { Language, OperatorActor, SystemActor } from '#kernel/actor.ts';
import { sayAnswers } from '#modules/catalog/index.ts';
import { readVersion } from '#modules/catalog/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { Request } from './requests.sql.ts';

/** The answers of a request as a text, by the version of the form that was filled in: for the case and for mails. */
export async function contentOf(context: Context<OperatorActor | SystemActor>, found: Request, language: Language): Promise<string> {
  const { form } = await readVersion(context, { itemId: found.itemId, version: found.itemVersion });
  return sayAnswers(form, found.answers, language)
    .map(({ label, value }) => `${language === 'ja' ? `【${label}】` : `${label}:`}\n${value}`)
    .join('\n\n');
}
