import type { Language } from '#kernel/actor.ts';
import { m } from '#messages';
import type { Severity } from './announcement.ts';

const severityWords = { information: m.news_information, maintenance: m.news_maintenance, important: m.news_important };

/** 情報, メンテナンス or 重要; in the language of the page where none is named. */
export const severityName = (severity: Severity, language?: Language): string => severityWords[severity]({}, language ? { locale: language } : {});
