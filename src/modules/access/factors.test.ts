import { describe, expect, it } from 'vitest';
import { factorsOffered, type FactorFacts } from './factors.ts';

const facts = (more: Partial<FactorFacts>): FactorFacts => ({
  realm: 'user',
  policy: 'any',
  appRequired: false,
  apps: 0,
  passkeys: 0,
  recoveryCodes: 0,
  allowed: ['app', 'passkey', 'mail'],
  ...more,
});
const offered = (more: Partial<FactorFacts>) => factorsOffered(facts(more));

describe('the choice after the password', () => {
  it('offers what is paired, strongest first, and the mailed code without any set-up [G-4.2-3, G-4.2-4, G-4.2-5, D-1]', () => {
    expect(offered({})).toEqual({ offered: ['mail'], mustPair: false });
    expect(offered({ apps: 1, passkeys: 2, recoveryCodes: 3 })).toEqual({ offered: ['app', 'passkey', 'mail', 'recovery'], mustPair: false });
  });

  it('follows the policy of the account [D-1]', () => {
    expect(offered({ policy: 'app_once_paired' })).toEqual({ offered: ['mail'], mustPair: false });
    expect(offered({ policy: 'app_once_paired', apps: 1 })).toEqual({ offered: ['app'], mustPair: false });
    expect(offered({ policy: 'app_once_paired', passkeys: 1, recoveryCodes: 1 })).toEqual({ offered: ['passkey', 'recovery'], mustPair: false });
    expect(offered({ policy: 'app_required' })).toEqual({ offered: ['mail'], mustPair: true });
    expect(offered({ policy: 'app_required', apps: 1 })).toEqual({ offered: ['app'], mustPair: false });
  });

  it('makes a contact pair an app at the first sign-in when their administrator said so [D-1, G-5.1.5-2]', () => {
    expect(offered({ appRequired: true })).toEqual({ offered: ['mail'], mustPair: true });
    expect(offered({ appRequired: true, apps: 1 })).toEqual({ offered: ['app'], mustPair: false });
  });

  it('is switched by the deployment, and never leaves a customer without a way in [G-R-3]', () => {
    expect(offered({ allowed: ['app', 'mail'], passkeys: 1 })).toEqual({ offered: ['mail'], mustPair: false });
    expect(offered({ allowed: ['app'], apps: 1 })).toEqual({ offered: ['app'], mustPair: false });
    expect(offered({ allowed: ['app'] })).toEqual({ offered: ['mail'], mustPair: true });
  });

  it('gives operators an app or a passkey and never a mail [D-1]', () => {
    expect(offered({ realm: 'operator' })).toEqual({ offered: [], mustPair: false });
    expect(offered({ realm: 'operator', apps: 1, allowed: ['mail'] })).toEqual({ offered: ['app'], mustPair: false });
    expect(offered({ realm: 'operator', passkeys: 1, recoveryCodes: 2 })).toEqual({ offered: ['passkey', 'recovery'], mustPair: false });
  });
});
