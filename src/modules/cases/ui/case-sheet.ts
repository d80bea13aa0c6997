import { m } from '#messages';
import { formatDateTime } from '#ui/times.ts';
import { categoryName, statusName, type CaseRow } from '../index.ts';
import { fieldName } from './case-list-words.ts';

type Reader = { language: 'ja' | 'en'; timeZone: string; provider: string };

const widths: Record<string, number> = {
  number: 0.9,
  status: 1.1,
  category: 1.2,
  subject: 2.4,
  contract: 1,
  holder: 1.3,
  service: 1.8,
  contact: 1.1,
  updated: 1.4,
  created: 1.4,
};

/** The chosen columns of an export, in their order. */
export const sheetColumns = (columns: readonly string[]) => columns.map((column) => ({ label: fieldName(column), width: widths[column] ?? 1 }));

/** What an export is called: the view that it holds. */
export const sheetTitle = (view: 'all' | 'action' | 'monthly'): string => ({ all: m.view_all, action: m.view_action, monthly: m.view_monthly })[view]();

/** The rows one by one as they are read; nothing is held. */
export async function* sheetRows(rows: AsyncIterable<CaseRow>, columns: readonly string[], reader: Reader): AsyncGenerator<string[]> {
  for await (const row of rows) yield columns.map((column) => cellOf(row, column, reader));
}

function cellOf(row: CaseRow, column: string, { language, timeZone, provider }: Reader): string {
  switch (column) {
    case 'number':
      return row.number;
    case 'status':
      return statusName(row.status, provider, language);
    case 'category':
      return categoryName(row.category, language);
    case 'subject':
      return row.subject;
    case 'contract':
      return row.contractNumber;
    case 'holder':
      return row.holderName;
    case 'service':
      return language === 'ja' ? row.service.nameJa : row.service.nameEn;
    case 'contact':
      return row.contactName ?? '';
    case 'updated':
      return formatDateTime(row.updatedAt, timeZone);
    case 'created':
      return formatDateTime(row.createdAt, timeZone);
    default:
      return '';
  }
}
