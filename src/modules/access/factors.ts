import type { Realm } from './sign-in.ts';

/** How somebody proves the second time who they are (D-1). Recovery codes stand in for a lost app or passkey. */
export type Factor = 'app' | 'passkey' | 'mail' | 'recovery';

/** `any`: all; `app_once_paired`: no mailed code for those with an app; `app_required`: an app must be paired. */
export type FactorPolicy = 'any' | 'app_once_paired' | 'app_required';

export type FactorFacts = {
  realm: Realm;
  policy: FactorPolicy;
  /** マルチファクター認証を有効にする was set for this user. */
  appRequired: boolean;
  apps: number;
  passkeys: number;
  recoveryCodes: number;
  /** What the deployment allows to customers. */
  allowed: readonly ('app' | 'passkey' | 'mail')[];
};

/** What the choice after the password offers, strongest first, and whether an app must then be paired (D-1, G-R-3). */
export function factorsOffered(facts: FactorFacts): { offered: Factor[]; mustPair: boolean } {
  const mayUse = (factor: 'app' | 'passkey' | 'mail') => facts.realm === 'operator' || facts.allowed.includes(factor);
  const own: Factor[] = [];
  if (facts.apps > 0 && mayUse('app')) own.push('app');
  if (facts.passkeys > 0 && mayUse('passkey')) own.push('passkey');
  const isStrong = own.length > 0;
  if (facts.realm === 'operator') return { offered: isStrong ? [...own, ...recovery(facts)] : [], mustPair: false };
  // A deployment without mailed codes uses one only to reach the first pairing.
  const mustHaveApp = (facts.policy === 'app_required' || facts.appRequired || !mayUse('mail')) && mayUse('app');
  // Without an app the mailed code is the only way to the place where one is paired.
  const mailed = mayUse('mail') ? !isStrong || (facts.policy === 'any' && !facts.appRequired) : !isStrong;
  return { offered: [...own, ...(mailed ? (['mail'] as const) : []), ...(isStrong ? recovery(facts) : [])], mustPair: mustHaveApp && !isStrong };
}

const recovery = (facts: FactorFacts): Factor[] => (facts.recoveryCodes > 0 ? ['recovery'] : []);

/** An app or passkey that a person paired, without its secret. */
export type Authenticator = { id: string; kind: 'app' | 'passkey'; name: string; createdAt: string; usedAt: string | null };

export const RECOVERY_CODES = 10;
/** Apps and passkeys of one person together. */
export const MAX_AUTHENTICATORS = 10;
