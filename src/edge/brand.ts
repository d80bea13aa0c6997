import type { Language } from '#kernel/actor.ts';
import { house } from '#platform/server/house.ts';

/** What every page shows of the deployment, in the reader's language. */
export function brandIn(language: Language) {
  const { config } = house();
  const pick = (ja: string, en: string) => (language === 'ja' ? ja : en);
  return {
    team: pick(config.TEAM_NAME_JA, config.TEAM_NAME_EN),
    tagline: pick(config.BRAND_TAGLINE_JA, config.BRAND_TAGLINE_EN),
    provider: config.PROVIDER_SHORT_NAME,
    copyright: config.COPYRIGHT,
    privacyUrl: config.PRIVACY_URL,
    serviceLinks: config.SERVICE_LINKS.map((link) => ({ name: pick(link.nameJa, link.nameEn), href: link.href })),
    hasMailbox: house().post.folder !== undefined,
  };
}
