export { brokenRules, normalPassword, rulesOf, SYMBOLS, TYPED_LIMIT } from './password.ts';
export type { BrokenRule, PasswordProfile, PasswordRule, RuleCode } from './password.ts';
