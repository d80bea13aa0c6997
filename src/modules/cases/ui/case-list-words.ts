import { m } from '#messages';
import { categoryName, statusName, type CaseCategory, type CaseStatus } from '../index.ts';

/** What the words of a list need to know of its reader. */
export type ListReader = {
  language: 'ja' | 'en';
  provider: string;
  contracts: readonly { number: string; holderName: string; service: { id: string; nameJa: string; nameEn: string } }[];
  people: readonly { id: string; name: string }[];
};

/** The names of the list's fields: the column heads of the guide (G-4.8-2) and what else can be asked. */
export function fieldName(code: string): string {
  const names: Record<string, () => string> = {
    keyword: m.case_keyword,
    number: m.case_number,
    status: m.case_status,
    category: m.case_category,
    subject: m.case_subject,
    contract: m.case_contract_number,
    holder: m.case_holder,
    service: m.case_service,
    contact: m.case_contact,
    updated: m.case_updated,
    created: m.case_created,
    unread: m.case_unread,
  };
  return names[code]?.() ?? code;
}

/** Fields and choices in the reader's words. */
export function caseListWords(reader: ListReader) {
  return {
    field: fieldName,
    choice(field: string, code: string): string {
      if (field === 'status') return statusName(code as CaseStatus, reader.provider);
      if (field === 'category') return categoryName(code as CaseCategory);
      if (field === 'service') {
        const service = reader.contracts.find((contract) => contract.service.id === code)?.service;
        return (reader.language === 'ja' ? service?.nameJa : service?.nameEn) ?? code;
      }
      if (field === 'unread') return code === 'yes' ? m.filter_yes() : m.filter_no();
      if (field === 'contact') return reader.people.find((person) => person.id === code)?.name ?? code;
      return code;
    },
  };
}
