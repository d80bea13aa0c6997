import { describe, expect, it } from 'vitest';
import { canMove, caseNumber, inquiryCategories, isCaseNumber, categories, moves, statuses, subjectOf, turnOf, views, type Move } from './case.ts';

describe('the states of a case', () => {
  it('are exactly five [G-4.8.3-1]', () => {
    expect(statuses).toEqual(['new', 'in_progress', 'awaiting_customer', 'resolved', 'closed']);
  });

  it('follow the moves that are decided, and no other [D-13]', () => {
    const possible = statuses.flatMap((status) =>
      (Object.keys(moves) as Move[]).filter((move) => canMove(status, move)).map((move) => `${status} ${move} ${moves[move].to}`),
    );
    expect(possible.sort()).toEqual(
      [
        'new take in_progress',
        'new close closed',
        'in_progress ask awaiting_customer',
        'in_progress solve resolved',
        'in_progress close closed',
        'awaiting_customer answer in_progress',
        'awaiting_customer solve resolved',
        'awaiting_customer close closed',
        'resolved accept closed',
        'resolved reject in_progress',
      ].sort(),
    );
  });

  it('leave nothing to do once closed [G-4.8.4-5]', () => {
    expect((Object.keys(moves) as Move[]).filter((move) => canMove('closed', move))).toEqual([]);
    expect(turnOf('closed')).toBe('nobody');
  });

  it('say whose turn it is', () => {
    expect(statuses.map(turnOf)).toEqual(['provider', 'provider', 'customer', 'customer', 'nobody']);
  });
});

describe('categories', () => {
  it('are exactly eleven, of which a contact may choose the first six [G-4.8.5-1, G-4.8.5-2]', () => {
    expect(categories).toHaveLength(11);
    expect(categories.slice(0, 6)).toEqual([...inquiryCategories]);
  });
});

describe('the views of the list', () => {
  it('are all cases, those that wait for the customer, and monthly reports [G-4.8-3, G-4.8-4]', () => {
    expect(views).toEqual({ all: {}, action: { statuses: ['awaiting_customer', 'resolved'] }, monthly: { categories: ['monthly_report'] } });
  });
});

describe('a case number', () => {
  it('is CS and seven digits [G-4.6-5, D-24]', () => {
    expect(caseNumber(3371)).toBe('CS0003371');
    for (const wrong of ['CS003371', 'CS00033711', 'cs0003371', 'CS000337１', 'CS0003371 ', '']) expect(isCaseNumber(wrong)).toBe(false);
  });
});

describe('the subject of an inquiry', () => {
  it('is its first line with words in it', () => {
    expect(subjectOf('\n  \n S3 バケットの公開検知について \n本文')).toBe('S3 バケットの公開検知について');
  });
  it('is cut between characters that people see, never inside one', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(subjectOf(family.repeat(80)).endsWith('…')).toBe(true);
    expect(subjectOf(family.repeat(80)).length).toBeLessThanOrEqual(200);
  });
  it('is empty when only a file was sent', () => {
    expect(subjectOf('')).toBe('');
  });
});
