import { m } from '#messages';
import type { EventName } from './event.ts';

type Options = { locale?: 'ja' | 'en' };

const titles: Record<EventName, (inputs: Record<string, never>, options?: Options) => string> = {
  login: m.event_login,
  'session.established': m.event_session_established,
  'user.view': m.event_user_view,
  'report.view': m.event_report_view,
  'report.view.homepage': m.event_report_view_homepage,
  'login.failed': m.event_login_failed,
  'login.locked': m.event_login_locked,
  'factor.failed': m.event_factor_failed,
  logout: m.event_logout,
  'session.ended': m.event_session_ended,
  'password.changed': m.event_password_changed,
  'password.reset.requested': m.event_password_reset_requested,
  'password.reset.blocked': m.event_password_reset_blocked,
  'password.reset': m.event_password_reset,
  'password.reset.reopened': m.event_password_reset_reopened,
  'factor.app.added': m.event_factor_app_added,
  'factor.passkey.added': m.event_factor_passkey_added,
  'factor.removed': m.event_factor_removed,
  'factor.recovery.created': m.event_factor_recovery_created,
  'factor.recovery.used': m.event_factor_recovery_used,
  'mail.change.requested': m.event_mail_change_requested,
  'mail.changed': m.event_mail_changed,
  'mail.change.undone': m.event_mail_change_undone,
  'user.created': m.event_user_created,
  'user.changed': m.event_user_changed,
  'user.disabled': m.event_user_disabled,
  'user.enabled': m.event_user_enabled,
  'user.invited': m.event_user_invited,
  'role.granted': m.event_role_granted,
  'role.revoked': m.event_role_revoked,
  'contracts.changed': m.event_contracts_changed,
  'policy.changed': m.event_policy_changed,
};

/** The words of an event, in the language of the request or in the one asked for. */
export const eventTitle = (name: EventName, locale?: 'ja' | 'en'): string => titles[name]({}, locale ? { locale } : {});
