import { readFileSync } from 'node:fs';
import type { OperatorActor } from '#kernel/actor.ts';
import { m } from '#messages';
import { house } from '#platform/server/house.ts';
import { typesetPdf } from '#platform/server/sheets/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import type { OnboardingView } from '../onboarding.ts';
import { readOnboarding } from './read-onboardings.ts';

const template = readFileSync(new URL('opening.typ', import.meta.url), 'utf8');

/**
 * 開通案内 as a letter on A4 in the administrator's language: user ID, portal, how to set the password, contract (G-5.2-1, G-2.2-1). It holds no
 * secret. For every operator.
 */
export async function openingPdf(actor: OperatorActor, id: string): Promise<{ name: string; pdf: Buffer }> {
  const found = await asActor(actor, (context) => readOnboarding(context, id));
  const letter = letterFor(found);
  return { name: `${letter.title}_${found.contract.number}.pdf`, pdf: await typesetPdf(template, letter) };
}

/** Every text of the letter. */
export function letterFor(found: OnboardingView) {
  const { config } = house();
  const { administrator, contract, accountName } = found;
  const { language } = administrator;
  const o = { locale: language };
  const isJapanese = language === 'ja';
  const team = isJapanese ? config.TEAM_NAME_JA : config.TEAM_NAME_EN;
  const day = (text: string) => dayWords(text, language);
  return {
    language,
    title: m.onboarding_notice_title({}, o),
    date: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'Asia/Tokyo' }).format(new Date(found.at)),
    account: isJapanese ? `${accountName} 御中` : accountName,
    name: m.mail_greeting({ name: administrator.displayName }, o),
    lead: m.onboarding_notice_lead({ service: isJapanese ? contract.serviceJa : contract.serviceEn }, o),
    access: {
      title: m.onboarding_notice_access({}, o),
      rows: [
        [m.onboarding_notice_portal({}, o), config.PORTAL_ORIGIN],
        [m.onboarding_user_id({}, o), administrator.userId],
        [m.onboarding_mail({}, o), administrator.mail],
      ],
    },
    steps: {
      title: m.onboarding_notice_steps({}, o),
      items: [
        m.onboarding_notice_step_open({ address: `${config.PORTAL_ORIGIN}/password/forgot` }, o),
        m.onboarding_notice_step_identify({}, o),
        m.onboarding_notice_step_password({}, o),
        m.onboarding_notice_step_sign_in({}, o),
      ],
    },
    contract: {
      title: m.onboarding_notice_contract({}, o),
      rows: [
        [m.onboarding_number({}, o), contract.number],
        [m.onboarding_holder_name({}, o), contract.holderName],
        [m.onboarding_service({}, o), isJapanese ? contract.serviceJa : contract.serviceEn],
        [m.onboarding_started_on({}, o), day(contract.startedOn)],
        ...(contract.renewsOn ? [[m.onboarding_renews_on({}, o), day(contract.renewsOn)]] : []),
        ...(contract.endsOn ? [[m.onboarding_ends_on({}, o), day(contract.endsOn)]] : []),
      ],
    },
    note: m.onboarding_notice_note({}, o),
    team,
    provider: config.PROVIDER_SHORT_NAME,
  };
}

const dayWords = (day: string, language: 'ja' | 'en'): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
