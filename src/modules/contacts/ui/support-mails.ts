import { m } from '#messages';

const titles: Record<string, () => string> = {
  code: m.mail_code_subject,
  reset: m.mail_reset_subject,
  locked: m.mail_locked_subject,
  code_failures: m.mail_code_failures_subject,
  confirm_failures: m.mail_confirm_failures_subject,
  new_browser: m.mail_new_browser_subject,
  reset_blocked: m.mail_reset_blocked_subject,
  reset_paused: m.mail_reset_paused_subject,
  password_changed: m.mail_password_changed_subject,
  password_reset: m.mail_password_reset_subject,
  app_added: m.mail_app_added_subject,
  passkey_added: m.mail_passkey_added_subject,
  factor_removed: m.mail_factor_removed_subject,
  recovery_created: m.mail_recovery_created_subject,
  recovery_used: m.mail_recovery_used_subject,
  mail_confirm: m.mail_mail_confirm_subject,
  mail_undo: m.mail_mail_undo_subject,
  mail_changed: m.mail_mail_changed_subject,
  mail_changed_by_other: m.mail_mail_changed_subject,
  administrator_granted: m.mail_administrator_granted_subject,
  administrator_news: m.mail_administrator_news_subject,
  user_id_changed: m.mail_user_id_changed_subject,
  disabled: m.mail_disabled_subject,
  enabled: m.mail_enabled_subject,
  opening: m.mail_opening_subject,
  export_ready: m.mail_export_ready_subject,
  announcement: m.news_title,
};

/** What a mail was about, in the operator's language; empty for a kind that has no words. */
export const mailTitle = (kind: string): string => (kind.startsWith('case_') ? m.support_delivery_case() : (titles[kind]?.() ?? ''));
