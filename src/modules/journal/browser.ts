import Bowser from 'bowser';

/** A browser's own description in words that a person knows: `Chrome 142 (Windows)`. Empty when it says nothing. */
export function browserOf(agent: string): string {
  if (!agent) return '';
  const found = Bowser.parse(agent);
  const version = found.browser.version?.split('.')[0];
  const name = [found.browser.name, version].filter(Boolean).join(' ');
  if (!name) return agent.slice(0, 60);
  return found.os.name ? `${name} (${found.os.name})` : name;
}
