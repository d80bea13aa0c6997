/** The people of the demo world by their part in a story. */
export const people = {
  contact: 'sample01',
  colleague: 'sample02',
  administrator: 'sample03',
  narrow: 'sample04',
  english: 'sample05',
  stranger: 'a-contact',
  strangeAdministrator: 'a-administrator',
  operator: 'op01',
  secondOperator: 'op02',
} as const;
