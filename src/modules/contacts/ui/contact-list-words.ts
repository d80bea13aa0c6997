import { m } from '#messages';
import type { ListWords } from '#ui/list/say.ts';

/** The names of the fields and choices of a list of contacts. */
export function contactListWords(): ListWords {
  const fields: Record<string, () => string> = {
    name: m.contact_name,
    user_id: m.contact_user_id,
    account: m.contact_account,
    mail: m.contact_mail,
    phone: m.contact_work_phone,
    locked: m.contact_locked,
    state: m.support_state,
    role: m.contact_role,
    updated: m.contact_updated,
  };
  const choices: Record<string, () => string> = {
    invited: m.contact_state_invited,
    active: m.support_state_active,
    disabled: m.contact_state_disabled,
    contact: m.support_role_contact,
    administrator: m.contact_role_administrator,
    yes: m.filter_yes,
    no: m.filter_no,
  };
  return {
    field: (code) => fields[code]?.() ?? code,
    choice: (field, code) => (['locked', 'state', 'role'].includes(field) ? (choices[code]?.() ?? code) : code),
  };
}
