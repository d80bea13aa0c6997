import { m } from '#messages';
import type { PasswordRule } from '../password.ts';

/** A line of the checklist in the reader's language, in Japanese character by character as the guide has it (G-4.4-12). */
export function ruleWords(rule: PasswordRule): string {
  switch (rule.code) {
    case 'min':
      return m.password_rule_min(rule.params);
    case 'max':
      return m.password_rule_max(rule.params);
    case 'lower':
      return m.password_rule_lower();
    case 'upper':
      return m.password_rule_upper();
    case 'digit':
      return m.password_rule_digit();
    case 'symbol':
      return m.password_rule_symbol(rule.params);
  }
}
