import type { OperatorActor } from '#kernel/actor.ts';
import { normal } from '#kernel/normal.ts';
import { require } from '#kernel/verdict.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { USAGE_A_PAGE, type Overrun, type UsageFigure, type UsagePage } from '../usage.ts';
import { decideOnUsage } from '../usage.policy.ts';
import type { UsageQuery } from '../usage.schemas.ts';
import { selectFigures, selectOverruns } from './usage.sql.ts';

type Operator = Context<OperatorActor>;

/** The newest figure of each contract and month, the latest month first. For every operator. */
export async function listUsage(context: Operator, query: UsageQuery): Promise<UsagePage<UsageFigure>> {
  require(decideOnUsage(context.actor, 'view'));
  return paged(query.page, await selectFigures(context.tx, placeOf(query)));
}

/** Months in which more was used than bought, the latest first. For every operator. */
export async function listOverruns(context: Operator, query: UsageQuery): Promise<UsagePage<Overrun>> {
  require(decideOnUsage(context.actor, 'view'));
  return paged(query.page, await selectOverruns(context.tx, placeOf(query)));
}

const placeOf = ({ q, page }: UsageQuery) => ({ q: normal(q), limit: USAGE_A_PAGE, offset: (page - 1) * USAGE_A_PAGE });

function paged<T extends { at: Date }>(page: number, found: { rows: T[]; total: number }): UsagePage<Omit<T, 'at'> & { at: string }> {
  const rows = found.rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  const from = rows.length === 0 ? 0 : (page - 1) * USAGE_A_PAGE + 1;
  return { rows, page, pages: Math.max(1, Math.ceil(found.total / USAGE_A_PAGE)), total: found.total, from, to: from === 0 ? 0 : from + rows.length - 1 };
}
