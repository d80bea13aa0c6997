/** What the history knows (G-4.11.1-2, D-20). The first five are the guide's names; the others follow their manner. */
export const eventNames = [
  'login',
  'session.established',
  'user.view',
  'report.view',
  'report.view.homepage',
  'login.failed',
  'login.locked',
  'factor.failed',
  'logout',
  'session.ended',
  'password.changed',
  'password.reset.requested',
  'password.reset.blocked',
  'password.reset',
  'password.reset.reopened',
  'factor.app.added',
  'factor.passkey.added',
  'factor.removed',
  'factor.recovery.created',
  'factor.recovery.used',
  'mail.change.requested',
  'mail.changed',
  'mail.change.undone',
  'user.created',
  'user.changed',
  'user.disabled',
  'user.enabled',
  'user.invited',
  'role.granted',
  'role.revoked',
  'contracts.changed',
  'policy.changed',
] as const;
export type EventName = (typeof eventNames)[number];
export const isEventName = (text: string): text is EventName => (eventNames as readonly string[]).includes(text);

/** One line of the history as its readers see it. `by` is told only when somebody else did it. */
export type EventRow = {
  id: string;
  name: EventName;
  readerName: string;
  readerUserId: string;
  result: 'success' | 'failure';
  by: string | null;
  address: string;
  agent: string;
  at: string;
};

export const EVENTS_A_PAGE = 20;
/** Pages beyond this are for the filter or an export. */
export const LAST_EVENTS_PAGE = 50;
