import { m } from '#messages';
import type { Language } from '#kernel/actor.ts';
import type { Notice } from '../notice.ts';

type Params = {
  userId: string;
  portal: string;
  newMail: string;
  name: string;
  lockMinutes: number;
  blockMinutes: number;
  pauseHours: number;
  confirmHours: number;
  undoDays: number;
};
type Words = { subject: string; lead: string; notes: string[]; linkLabel?: string };

/** The words of each notice, in its reader's language. */
export function wordsOfNotice(notice: Notice, locale: Language, p: Params): Words {
  const o = { locale };
  const notYou = m.mail_not_you({}, o);
  const check = { notes: [notYou], linkLabel: m.mail_check_access({}, o) };
  switch (notice) {
    case 'locked':
      return { subject: m.mail_locked_subject({}, o), lead: m.mail_locked_lead({ minutes: p.lockMinutes }, o), notes: [m.mail_locked_note({}, o)] };
    case 'code_failures':
      return { subject: m.mail_code_failures_subject({}, o), lead: m.mail_code_failures_lead({}, o), notes: [m.mail_change_password_now({}, o)] };
    case 'confirm_failures':
      return { subject: m.mail_confirm_failures_subject({}, o), lead: m.mail_confirm_failures_lead({}, o), notes: [notYou] };
    case 'new_browser':
      return { subject: m.mail_new_browser_subject({}, o), lead: m.mail_new_browser_lead({}, o), ...check };
    case 'reset_blocked':
      return {
        subject: m.mail_reset_blocked_subject({}, o),
        lead: m.mail_reset_blocked_lead({ minutes: p.blockMinutes }, o),
        notes: [m.mail_reset_blocked_note({}, o)],
      };
    case 'reset_paused':
      return {
        subject: m.mail_reset_paused_subject({}, o),
        lead: m.mail_reset_paused_lead({ hours: p.pauseHours }, o),
        notes: [m.mail_ask_administrator({}, o)],
      };
    case 'password_changed':
      return { subject: m.mail_password_changed_subject({}, o), lead: m.mail_password_changed_lead({}, o), notes: [notYou] };
    case 'password_reset':
      return { subject: m.mail_password_reset_subject({}, o), lead: m.mail_password_reset_lead({}, o), notes: [notYou] };
    case 'app_added':
      return { subject: m.mail_app_added_subject({}, o), lead: m.mail_app_added_lead({}, o), ...check };
    case 'passkey_added':
      return { subject: m.mail_passkey_added_subject({}, o), lead: m.mail_passkey_added_lead({}, o), ...check };
    case 'factor_removed':
      return { subject: m.mail_factor_removed_subject({}, o), lead: m.mail_factor_removed_lead({}, o), ...check };
    case 'recovery_created':
      return { subject: m.mail_recovery_created_subject({}, o), lead: m.mail_recovery_created_lead({}, o), ...check };
    case 'recovery_used':
      return { subject: m.mail_recovery_used_subject({}, o), lead: m.mail_recovery_used_lead({}, o), ...check };
    case 'mail_confirm':
      return {
        subject: m.mail_mail_confirm_subject({}, o),
        lead: m.mail_mail_confirm_lead({}, o),
        notes: [m.mail_mail_confirm_note({ hours: p.confirmHours }, o)],
        linkLabel: m.mail_mail_confirm_link({}, o),
      };
    case 'mail_undo':
      return {
        subject: m.mail_mail_undo_subject({}, o),
        lead: m.mail_mail_undo_lead({}, o),
        notes: [m.mail_mail_undo_note({ days: p.undoDays }, o)],
        linkLabel: m.mail_mail_undo_link({}, o),
      };
    case 'mail_changed':
      return { subject: m.mail_mail_changed_subject({}, o), lead: m.mail_mail_changed_lead({}, o), notes: [notYou] };
    case 'mail_changed_by_other':
      return { subject: m.mail_mail_changed_subject({}, o), lead: m.mail_mail_changed_by_other_lead({}, o), notes: [m.mail_ask_administrator({}, o)] };
    case 'administrator_granted':
      return { subject: m.mail_administrator_granted_subject({}, o), lead: m.mail_administrator_granted_lead({}, o), notes: [m.mail_do_not_reply({}, o)] };
    case 'administrator_news':
      return { subject: m.mail_administrator_news_subject({}, o), lead: m.mail_administrator_news_lead({}, o), notes: [m.mail_administrator_news_note({}, o)] };
    case 'user_id_changed':
      return {
        subject: m.mail_user_id_changed_subject({}, o),
        lead: m.mail_user_id_changed_lead({ userId: p.userId }, o),
        notes: [m.mail_ask_administrator({}, o)],
      };
    case 'disabled':
      return { subject: m.mail_disabled_subject({}, o), lead: m.mail_disabled_lead({}, o), notes: [m.mail_ask_administrator({}, o)] };
    case 'enabled':
      return { subject: m.mail_enabled_subject({}, o), lead: m.mail_enabled_lead({}, o), notes: [m.mail_do_not_reply({}, o)] };
    case 'opening':
      return {
        subject: m.mail_opening_subject({}, o),
        lead: m.mail_opening_lead({ userId: p.userId, portal: p.portal }, o),
        notes: [m.mail_opening_note({}, o)],
        linkLabel: m.mail_opening_link({}, o),
      };
  }
}
