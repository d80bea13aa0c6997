/** Who may call a route. The folder that a route lies in declares it; a route outside these folders is refused. */
export type Caller = 'anyone' | 'portal-door' | 'console-door' | 'user' | 'operator' | 'development';

const folders: Record<string, Caller> = {
  '(anyone)': 'anyone',
  '(portal-door)': 'portal-door',
  '(portal)': 'user',
  '(console-door)': 'console-door',
  '(console)': 'operator',
  '(development)': 'development',
};

/** The caller that a SvelteKit route id declares, such as `/(portal)/cases/[number]`. */
export function callerOf(routeId: string | null): Caller | undefined {
  return folders[routeId?.split('/')[1] ?? ''];
}

/** Sent by a page of another site, or by one of another address of this one; an address that was typed or mailed is nobody's page. */
export function isForeign(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site === 'cross-site' || site === 'same-site';
}

/** Which of the two addresses answers which callers. */
export const edgesOf: Record<Caller, readonly ('portal' | 'console')[]> = {
  anyone: ['portal', 'console'],
  'portal-door': ['portal'],
  user: ['portal'],
  development: ['portal'],
  'console-door': ['console'],
  operator: ['console'],
};
