import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';

export type FileRole = 'document' | 'picture' | 'attachment';
export type FileRow = { id: string; articleId: string; name: string; size: number; contentType: string };

const fileColumns = sql`id, article_id as "articleId", name, size, content_type as "contentType"`;

export async function insertFile(tx: Tx, f: FileRow & { sha256: Buffer; ownerId: string; now: Date }): Promise<void> {
  await sql`insert into article_files (id, article_id, name, size, content_type, sha256, owner_id, created_at)
    values (${f.id}, ${f.articleId}, ${f.name}, ${f.size}, ${f.contentType}, ${f.sha256}, ${f.ownerId}, ${f.now})`.execute(tx);
}

export async function selectFile(tx: Tx, id: string): Promise<FileRow | undefined> {
  const { rows } = await sql<FileRow>`select ${fileColumns} from article_files where id = ${id}`.execute(tx);
  return rows[0];
}

export async function selectVersionFiles(tx: Tx, versionIds: readonly string[]): Promise<(FileRow & { versionId: string; role: FileRole })[]> {
  const { rows } = await sql<FileRow & { versionId: string; role: FileRole }>`
    select l.version_id as "versionId", l.role, f.id, f.article_id as "articleId", f.name, f.size, f.content_type as "contentType"
    from article_version_files l join article_files f on f.id = l.file_id where l.version_id = any(${versionIds}::uuid[]) order by l.position, f.name`.execute(
    tx,
  );
  return rows;
}

/** The files that a draft shows, in their order; files of other articles are left out by the keys. */
export async function replaceFiles(tx: Tx, v: { articleId: string; versionId: string; files: readonly { id: string; role: FileRole }[] }): Promise<void> {
  await sql`delete from article_version_files where version_id = ${v.versionId}`.execute(tx);
  if (v.files.length === 0) return;
  await sql`insert into article_version_files (article_id, version_id, file_id, role, position)
    select ${v.articleId}, ${v.versionId}, f.id, t.role, t.position
    from unnest(${v.files.map((file) => file.id)}::uuid[], ${v.files.map((file) => file.role)}::text[]) with ordinality as t (id, role, position)
    join article_files f on f.id = t.id and f.article_id = ${v.articleId}`.execute(tx);
}

export async function selectUnreadFile(tx: Tx, id: string): Promise<{ id: string; name: string; contentType: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string; contentType: string }>`
    select id, name, content_type as "contentType" from article_files where id = ${id} and text_state in ('unread', 'failed')`.execute(tx);
  return rows[0];
}

export async function updateFileText(tx: Tx, f: { id: string; state: 'read' | 'none' | 'failed'; text: string | null }): Promise<void> {
  await sql`update article_files set text_state = ${f.state}, text = ${f.text} where id = ${f.id}`.execute(tx);
}
