import type { OperatorActor, UserActor } from '#kernel/actor.ts';

/** The customer of a route in the folder (portal); the front hook has let nobody else in. */
export function userOf(locals: App.Locals): UserActor {
  if (locals.actor?.kind !== 'user') throw new Error('A portal route was reached without a user.');
  return locals.actor;
}

/** The operator of a route in the folder (console). */
export function operatorOf(locals: App.Locals): OperatorActor {
  if (locals.actor?.kind !== 'operator') throw new Error('A console route was reached without an operator.');
  return locals.actor;
}
