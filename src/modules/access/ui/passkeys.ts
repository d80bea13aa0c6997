/** What came of making a passkey: the browser's answer for the form, the server's refusal, or why the device stopped. */
export type MadePasskey = { answer: string } | { message: string; fields: Record<string, string> } | { stopped: 'cancelled' | 'known' | 'offline' };

/** Old browsers, and pages that are reached without HTTPS, have no passkeys. */
export const knowsPasskeys = (): boolean => typeof PublicKeyCredential === 'function';

/** Lets the device make a passkey (D-1). The library is fetched when somebody makes one, not with the page. */
export async function makePasskey(optionsUrl: string, password: string): Promise<MadePasskey> {
  const offer = await askForOptions(optionsUrl, password);
  if (!('options' in offer)) return offer;
  try {
    const { startRegistration } = await import('@simplewebauthn/browser');
    return { answer: JSON.stringify(await startRegistration({ optionsJSON: offer.options as never })) };
  } catch (error) {
    return { stopped: error instanceof Error && error.name === 'InvalidStateError' ? 'known' : 'cancelled' };
  }
}

async function askForOptions(url: string, password: string): Promise<{ options: unknown } | Exclude<MadePasskey, { answer: string }>> {
  try {
    const response = await fetch(url, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams({ password }) });
    const told = (await response.json()) as { message?: string; fields?: Record<string, string> };
    return response.ok ? { options: told } : { message: told.message ?? '', fields: told.fields ?? {} };
  } catch {
    return { stopped: 'offline' };
  }
}
