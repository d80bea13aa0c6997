import type { From, Nobody, OperatorActor, UserActor } from '#kernel/actor.ts';
import { asActor, asOperatorDoor, type Context } from '#platform/server/unit-of-work.ts';
import type { Realm } from '../sign-in.ts';

/** Somebody at the door, before anybody knows who: where they come from, and the mark of a browser that was here before. */
export type Visitor = From & { browser: string | undefined };

/** Before sign-in a customer meets the door's role and an operator the console's. Secrets are read and written here only. */
export const atDoor = <T>(realm: Realm, work: (context: Context<Nobody>) => Promise<T>): Promise<T> =>
  realm === 'user' ? asActor({ kind: 'nobody' }, work) : asOperatorDoor(work);

/** A person whose secrets a deed at the door is about. */
export type Person = { realm: Realm; id: string; accountId: string | null };
export const personOf = (actor: UserActor | OperatorActor): Person => ({
  realm: actor.kind,
  id: actor.id,
  accountId: actor.kind === 'user' ? actor.accountId : null,
});
