import { beforeAll, describe, expect, it } from 'vitest';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import { DeskQuery } from '../authoring.schemas.ts';
import type { ArticleBody } from '../body.ts';
import {
  accessArticle,
  addBase,
  addCategory,
  approveVersion,
  changePlace,
  compareVersions,
  createArticle,
  findCustomers,
  importDocument,
  listDesk,
  listPlaces,
  movePlace,
  openFileForAuthors,
  placeArticle,
  previewFor,
  readDesk,
  readDraft,
  readFigures,
  receiveArticleFile,
  removePlace,
  retireArticle,
  saveVersion,
  setAudience,
  submitVersion,
} from './index.ts';

const world = useWorld({ jobs: true });
let author: OperatorActor;
let reviewer: OperatorActor;
let contact: UserActor;
let baseId: string;
const body = (text: string): ArticleBody => proseFromText(text);

beforeAll(async () => {
  [author, reviewer, contact] = [await world.operator(people.operator), await world.operator(people.secondOperator), await world.user(people.contact)];
  await asActor(author, (context) => addBase(context, { nameJa: '試験の棚', nameEn: 'Test base', serviceId: null }));
  baseId = (await asActor(author, listPlaces)).find((place) => place.nameJa === '試験の棚')?.id ?? '';
});

async function made(title = '記事', openTo: string[] = ['*']) {
  const versions = [{ language: 'ja' as const, title, body: body('本文一') }];
  return asActor(author, (context) => createArticle(context, { kind: 'article', baseId, categoryId: null, openTo, versions }));
}
async function publish(number: string, language: 'ja' | 'en' = 'ja') {
  const { id } = await asActor(author, (context) => accessArticle(context, { number }));
  const newest = async () => {
    const version = (await asActor(author, (context) => readDesk(context, number))).panes.find((pane) => pane.language === language)?.newest;
    return { articleId: id, versionId: version?.id ?? '', revision: version?.revision ?? 0 };
  };
  const draft = await newest();
  await asActor(author, (context) => submitVersion(context, draft));
  const sent = await newest();
  await asActor(reviewer, (context) => approveVersion(context, { ...sent, at: null }));
}
const list = (asked: object) => asActor(author, (context) => listDesk(context, DeskQuery.parse(asked)));
const raw = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream() as never;

describe('the desk of authors', () => {
  it('lists articles by state, language, author and words, and says which language is behind', async () => {
    const { number } = await made('ファイアウォールの設定');
    const numbers = async (asked: object) => (await list({ base: baseId, ...asked })).rows.map((row) => row.number);
    expect(await numbers({ state: 'draft', q: 'ﾌｧｲｱｳｫｰﾙ' })).toEqual([number]);
    expect(await numbers({ state: 'shown', q: number.toLowerCase() })).toEqual([]);
    await publish(number);
    const { id } = await asActor(author, (context) => accessArticle(context, { number }));
    await asActor(author, (context) => saveVersion(context, { articleId: id, language: 'en', title: 'Firewall', body: body('Text'), revision: null }));
    expect(await numbers({ behind: '1' })).toEqual([]);
    await asActor(author, (context) =>
      saveVersion(context, { articleId: id, language: 'ja', title: 'ファイアウォール', body: body('本文二'), revision: null }),
    );
    expect(await numbers({ behind: '1' })).toEqual([number]);
    const [row] = (await list({ q: number })).rows;
    expect([row?.ja.isShown, row?.ja.hasDraft, row?.ja.isBehind, row?.en.isBehind]).toEqual([true, true, false, true]);
    const desk = await asActor(author, (context) => readDesk(context, number));
    expect(desk.panes.map((pane) => pane.isBehind)).toEqual([false, true]);
    expect(await numbers({ language: 'en' })).toEqual([number]);
    expect(await numbers({ author: author.displayName, state: 'retired' })).toEqual([]);
  });

  it('says what each operator may do with a version: its author never approves it', async () => {
    const { number, id } = await made();
    const newest = (await asActor(author, (context) => readDesk(context, number))).panes[0]?.newest;
    if (!newest) throw new Error('no draft');
    await asActor(author, (context) => submitVersion(context, { articleId: id, versionId: newest.id, revision: newest.revision }));
    const can = async (actor: OperatorActor) => (await asActor(actor, (context) => readDesk(context, number))).panes[0]?.can;
    expect(await can(author)).toMatchObject({ write: false, review: true, approve: false });
    expect(await can(reviewer)).toMatchObject({ write: false, review: true, approve: true });
    await expect(asActor(author, (context) => readDraft(context, { number, language: 'ja' }))).rejects.toMatchObject({ code: 'article_move_refused' });
    const sent = { articleId: id, versionId: newest.id, revision: newest.revision + 1 };
    await expect(asActor(reviewer, (context) => approveVersion(context, { ...sent, at: new Date(Date.now() - 60_000) }))).rejects.toMatchObject({
      code: 'article_time_past',
    });
  });

  it('is nobody else\'s: customers get "not found" from every door, and so do announcements', async () => {
    const { number, id } = await made();
    const asContact = <T>(work: (context: never) => Promise<T>) => asActor(contact, (context) => work(context as never));
    const doors = [
      (context: never) => readDesk(context, number),
      (context: never) => readDraft(context, { number, language: 'ja' }),
      (context: never) => readFigures(context, number),
      (context: never) => compareVersions(context, { number, language: 'ja', before: null, after: null }),
      (context: never) => previewFor(context, { number, accountId: contact.accountId }),
      (context: never) => findCustomers(context, 'a'),
      (context: never) => listDesk(context, DeskQuery.parse({})),
      (context: never) => listPlaces(context),
      (context: never) => openFileForAuthors(context, newId()),
      (context: never) => setAudience(context, { articleId: id, openTo: ['*'] }),
      (context: never) => addBase(context, { nameJa: 'x', nameEn: 'x', serviceId: null }),
    ] as ((context: never) => Promise<unknown>)[];
    for (const door of doors) await expect(asContact(door)).rejects.toMatchObject({ kind: 'not_found' });
    const told = await asActor(author, (context) =>
      createArticle(context, {
        kind: 'announcement',
        baseId: null,
        categoryId: null,
        openTo: ['*'],
        versions: [{ language: 'ja', title: 'お知らせ', body: body('x') }],
      }),
    );
    await expect(asActor(author, (context) => readDesk(context, told.number))).rejects.toMatchObject({ kind: 'not_found' });
    expect((await list({ q: told.number })).rows).toEqual([]);
  });

  it('compares versions word by word', async () => {
    const { number, id } = await made();
    await publish(number);
    await asActor(author, (context) => saveVersion(context, { articleId: id, language: 'ja', title: '記事（改）', body: body('本文二'), revision: null }));
    const comparison = await asActor(author, (context) => compareVersions(context, { number, language: 'ja', before: null, after: null }));
    expect(comparison?.versions.map((version) => [version.number, version.stand])).toEqual([
      [2, 'draft'],
      [1, 'shown'],
    ]);
    expect(comparison?.text.flat().some((piece) => piece.kind === 'added' && piece.text.includes('二'))).toBe(true);
    expect(await asActor(author, (context) => compareVersions(context, { number, language: 'en', before: null, after: null }))).toBeNull();
  });

  it('shows an article as a customer sees it, or says why they do not', async () => {
    const stranger = await world.user(people.stranger);
    const { number, id } = await made('一社だけ', [`account:${contact.accountId}`]);
    const seen = async (accountId: string) => (await asActor(author, (context) => previewFor(context, { number, accountId }))).hidden;
    expect(await seen(contact.accountId)).toBe('not_shown');
    await publish(number);
    expect([await seen(contact.accountId), await seen(stranger.accountId)]).toEqual([null, 'not_open']);
    await asActor(author, (context) => retireArticle(context, { articleId: id }));
    expect(await seen(contact.accountId)).toBe('retired');
    await expect(seen(newId())).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('takes no audience and no place that there is none of', async () => {
    const { id, number } = await made();
    const refused = async (openTo: string[]) => expect(asActor(author, (context) => setAudience(context, { articleId: id, openTo }))).rejects.toThrow();
    await refused([]);
    await refused([`account:${newId()}`]);
    await refused(['service:nothing']);
    await refused(['everybody']);
    await asActor(author, (context) => setAudience(context, { articleId: id, openTo: ['service:managed-cspm', '*'] }));
    expect((await asActor(author, (context) => readDesk(context, number))).openTo).toEqual(['*']);
    const other = (await asActor(author, listPlaces)).find((place) => place.categories.length > 0);
    const strange = { articleId: id, version: 1, baseId, categoryId: other?.categories[0]?.id ?? newId() };
    await expect(asActor(author, (context) => placeArticle(context, strange))).rejects.toMatchObject({ code: 'article_place_unknown' });
    const versions = [{ language: 'ja' as const, title: 'x', body: body('x') }];
    await expect(
      asActor(author, (context) => createArticle(context, { kind: 'article', baseId: null, categoryId: null, openTo: ['*'], versions })),
    ).rejects.toMatchObject({ code: 'article_place_unknown' });
  });
});

describe('bases and categories', () => {
  it('are ordered, renamed, and removed only when they hold nothing', async () => {
    await asActor(author, (context) => addCategory(context, { baseId, nameJa: 'あ', nameEn: 'A' }));
    await asActor(author, (context) => addCategory(context, { baseId, nameJa: 'い', nameEn: 'B' }));
    const categories = async () => (await asActor(author, listPlaces)).find((place) => place.id === baseId)?.categories ?? [];
    const [first, second] = await categories();
    if (!first || !second) throw new Error('no categories');
    await asActor(author, (context) => movePlace(context, { kind: 'category', id: second.id, up: true }));
    expect((await categories()).map((category) => category.nameJa)).toEqual(['い', 'あ']);
    await asActor(author, (context) => changePlace(context, { kind: 'category', id: first.id, nameJa: 'う', nameEn: 'C', serviceId: null }));
    const versions = [{ language: 'ja' as const, title: 'x', body: body('x') }];
    await asActor(author, (context) => createArticle(context, { kind: 'article', baseId, categoryId: first.id, openTo: ['*'], versions }));
    const remove = (kind: 'base' | 'category', id: string) => asActor(author, (context) => removePlace(context, { kind, id }));
    await expect(remove('category', first.id)).rejects.toMatchObject({ code: 'article_place_not_empty' });
    await expect(remove('base', baseId)).rejects.toMatchObject({ code: 'article_place_not_empty' });
    await remove('category', second.id);
    expect((await categories()).map((category) => category.nameJa)).toEqual(['う']);
  });
});

describe('files of articles', () => {
  const png = new Uint8Array(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'));

  it('are judged, read by a job, and used only by versions of their own article', async () => {
    const [one, other] = [await made(), await made()];
    const send = (name: string, bytes: Uint8Array<ArrayBuffer>, use: 'picture' | 'file') =>
      receiveArticleFile(author, { number: one.number, name, size: bytes.length, use, body: raw(bytes) });
    const words = new TextEncoder().encode('検索できる言葉');
    await expect(send('a.png', words, 'picture')).rejects.toMatchObject({ code: 'article_not_a_picture' });
    await expect(send('a.exe', words, 'file')).rejects.toMatchObject({ code: 'attachment_program' });
    const [text, picture] = [await send('手順.txt', words, 'file'), await send('図.png', png, 'picture')];
    await eventually('the text of the file', async () => {
      const row = await world.one<{ text: string | null }>('select text from article_files where id = $1', [text.id]);
      return row.text?.includes('検索できる言葉');
    });
    const pictured = { type: 'doc' as const, content: [{ type: 'picture' as const, attrs: { file: picture.id, alt: '' } }] };
    const save = (articleId: string) =>
      asActor(author, (context) => saveVersion(context, { articleId, language: 'en', title: 'x', body: pictured, revision: null, attachments: [text.id] }));
    await save(one.id);
    await save(other.id);
    const files = async (number: string) => (await asActor(author, (context) => readDraft(context, { number, language: 'en' }))).attachments.length;
    expect([await files(one.number), await files(other.number)]).toEqual([1, 0]);
    const { rows } = await world.owner.query('select 1 from article_version_files where article_id = $1', [other.id]);
    expect(rows).toEqual([]);
  });

  it("become an article's text by import; what is broken or strange is refused and changes nothing", async () => {
    const { number } = await made();
    const draft = () => asActor(author, (context) => readDraft(context, { number, language: 'ja' }));
    const send = (name: string, bytes: Uint8Array) => importDocument(author, { number, language: 'ja', revision: 1, file: { name, bytes } });
    await expect(send('a.docx', new TextEncoder().encode('not a zip'))).rejects.toMatchObject({ code: 'article_import_unread' });
    await expect(send('a.html', new TextEncoder().encode('<script>'))).rejects.toMatchObject({ code: 'article_import_kind' });
    expect((await draft()).revision).toBe(1);
    const docx = await wordFile(
      '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>見出し</w:t></w:r></w:p><w:p><w:r><w:t>&lt;script&gt;の本文</w:t></w:r></w:p>',
    );
    await send('手順.docx', docx);
    const imported = await draft();
    expect([imported.revision, imported.body.content.map((block) => block.type)]).toEqual([2, ['heading', 'paragraph']]);
    expect(imported.html).toContain('&lt;script&gt;の本文');
    await expect(send('手順.docx', docx)).rejects.toMatchObject({ code: 'article_version_changed' });
  });
});

/** A Word document with this text: the least that Word itself opens. */
async function wordFile(paragraphs: string): Promise<Uint8Array> {
  const { default: JSZip } = await import('jszip');
  const zip = new JSZip();
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  zip.file(
    '[Content_Types].xml',
    `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`,
  );
  zip.file(
    '_rels/.rels',
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
  );
  zip.file(
    'word/_rels/document.xml.rels',
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
  );
  const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  zip.file('word/styles.xml', `${head}<w:styles ${w}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`);
  zip.file('word/document.xml', `${head}<w:document ${w}><w:body>${paragraphs}</w:body></w:document>`);
  return zip.generateAsync({ type: 'uint8array' });
}
