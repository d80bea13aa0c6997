import { describe, expect, it } from 'vitest';
import { demoItems } from '../../../database/seeds/catalog.ts';
import { checkAnswers, isAsked, pointsOf, sayAnswers, unitsOf } from './answers.ts';
import type { Form } from './form.ts';
import { SaveDraftInput } from './catalog.schemas.ts';
import { judgeForm, parseForm } from './form.schemas.ts';
import { showable } from './ui/editor.ts';

const today = '2026-11-23';
const both = (ja: string) => ({ ja, en: ja.toUpperCase() });
const form: Form = {
  fields: [
    { key: 'change', kind: 'choice', label: both('change'), required: true, options: ['on', 'off'].map((value) => ({ value, label: both(value) })) },
    { key: 'until', kind: 'date', label: both('until'), required: true, when: { field: 'change', is: ['off'] }, least: 1, most: 30 },
    { key: 'seats', kind: 'number', label: both('seats'), required: false, least: 1, most: 50 },
    { key: 'accounts', kind: 'lines', label: both('accounts'), required: true, most: 3 },
    { key: 'kinds', kind: 'choices', label: both('kinds'), required: false, options: ['a', 'b'].map((value) => ({ value, label: both(value) })) },
    { key: 'why', kind: 'paragraph', label: both('why'), required: false, most: 20 },
  ],
  units: 'accounts',
};
const check = (raw: Record<string, string[]>) => checkAnswers(form, raw, today);

describe('a form', () => {
  it('reads what was typed, full width and all, and drops what was not asked [G-4.7-5]', () => {
    const { answers, problems } = check({
      change: ['on'],
      until: ['2026-12-01'],
      seats: [' １２ '],
      accounts: ['a\r\n\r\n b \na'],
      kinds: ['a', 'a'],
      strange: ['x'],
    });
    expect(problems).toEqual({});
    expect(answers).toEqual({ change: 'on', seats: 12, accounts: ['a', 'b'], kinds: ['a'] });
    expect(unitsOf(form, answers)).toBe(2);
    expect(pointsOf({ perUnit: 5, units: 2 })).toBe(10);
  });

  it('asks what a condition asks, and says of each field what is wrong with it', () => {
    expect(check({}).problems).toEqual({ change: 'answer_missing', accounts: 'answer_missing' });
    const wrong = check({ change: ['off'], until: ['2026-11-23'], seats: ['51'], accounts: ['1\n2\n3\n4'], kinds: ['c'], why: ['x'.repeat(21)] });
    expect(wrong.problems).toEqual({
      until: 'answer_out_of_range',
      seats: 'answer_out_of_range',
      accounts: 'answer_too_many',
      kinds: 'answer_unknown',
      why: 'answer_too_long',
    });
    for (const [typed, code] of [
      ['2026-02-30', 'answer_not_a_day'],
      ['明日', 'answer_not_a_day'],
    ] as const)
      expect(check({ change: ['off'], until: [typed], accounts: ['1'] }).problems).toEqual({ until: code });
    for (const typed of ['十二', '1.5', '1e3', '0x10', '99999999999'])
      expect(check({ change: ['on'], seats: [typed], accounts: ['1'] }).problems).toEqual({ seats: 'answer_not_a_number' });
    expect(check({ change: ['__proto__'], accounts: ['a\u0000b'] })).toEqual({ answers: { accounts: ['ab'] }, problems: { change: 'answer_unknown' } });
  });

  it('says its answers in the words and order of the form', () => {
    const { answers } = check({ change: ['off'], until: ['2026-12-01'], accounts: ['1\n2'], kinds: ['a', 'b'] });
    expect(sayAnswers(form, answers, 'ja')).toEqual([
      { label: 'change', value: 'off' },
      { label: 'until', value: '2026-12-01' },
      { label: 'accounts', value: '1\n2' },
      { label: 'kinds', value: 'a、b' },
    ]);
    expect(sayAnswers(form, answers, 'en')[3]).toEqual({ label: 'KINDS', value: 'A, B' });
  });

  it('is refused where it contradicts itself', () => {
    expect(judgeForm(form)).toEqual([]);
    const [change, until] = form.fields;
    expect(judgeForm({ fields: [change, change] }).map((one) => one.code)).toContain('keys_twice');
    expect(judgeForm({ fields: [until, change] }).map((one) => one.code)).toContain('condition_unknown');
    expect(judgeForm({ fields: [{ ...change, options: [] }] }).map((one) => one.code)).toContain('options_missing');
    expect(judgeForm({ fields: [change], units: 'change' }).map((one) => one.code)).toContain('units_unknown');
    expect(judgeForm({ fields: [{ ...change, key: 'constructor' }] })).toEqual([{ code: 'key_malformed', field: 0 }]);
    expect(judgeForm({ fields: [] }).map((one) => one.code)).toContain('fields_missing');
    expect(judgeForm({ fields: [{ ...change, label: { ja: 'x', en: '' } }] })).toEqual([{ code: 'words_missing', field: 0 }]);
  });
});

describe('a form in the editor', () => {
  const [change] = form.fields;
  it('is shown while two fields or two options have one name, the first of each', () => {
    if (!change?.options?.[0]) throw new Error('no options');
    const [on] = change.options;
    const shown = showable({
      fields: [
        { ...change, options: [on, { ...on, label: both('again') }] },
        { ...change, kind: 'text' },
      ],
      units: 'x',
    });
    expect(shown).toEqual({ fields: [{ ...change, options: [on] }], units: 'x' });
    expect(showable(form)).toEqual(form);
  });

  it('comes in the shape of a form, and whatever else it says is refused', () => {
    const draft = (of: unknown) =>
      SaveDraftInput.safeParse({ key: 'x', seen: '', nameJa: 'あ\u0000', nameEn: 'a', summaryJa: '', summaryEn: '', form: JSON.stringify(of) });
    const faulty = {
      fields: [{ key: '', kind: 'choice', label: { ja: 'x\u0000', en: '' }, required: true, options: [{ value: '', label: { ja: '', en: '' } }] }],
    };
    expect(draft(faulty).data).toMatchObject({ nameJa: 'あ', form: { fields: [{ label: { ja: 'x' } }] } });
    expect(draft(form).data?.form).toEqual(form);
    for (const wrong of [{}, { fields: [{}] }, { fields: [{ ...change, label: 'x' }] }, { fields: [{ ...change, kind: 'strange' }] }, { ...form, more: 1 }])
      expect(draft(wrong).success).toBe(false);
  });
});

describe('the nine items of the demo world', () => {
  it('have the names of the guide and forms that hold together, in both languages [G-4.7-3, D-16]', () => {
    expect(demoItems.map((item) => item.name.ja)).toEqual([
      '1.CSPM 検知ポリシー変更',
      '2.CSPM アラート解除',
      '3.CSPM アラート修復',
      '4.CSPM アラートレポート作成',
      '5.CSPM コンプライアンスレポート作成',
      '6.ユーザー追加/削除',
      '7.CSPM アラート通知先変更',
      '8.CSPM アラートルール追加',
      '9.CSPM アノマリ設定変更(設定変更・無効化)',
    ]);
    for (const item of demoItems) {
      expect([item.key, judgeForm(item.form)]).toEqual([item.key, []]);
      expect(parseForm(JSON.parse(JSON.stringify(item.form)))).toEqual(item.form);
      for (const field of item.form.fields) {
        expect([item.key, field.key, /[\u3040-\u30ff\u4e00-\u9fff]/.test(field.label.en + (field.help?.en ?? ''))]).toEqual([item.key, field.key, false]);
        expect(isAsked(field, {})).toBe(field.when === undefined);
      }
    }
  });
});
