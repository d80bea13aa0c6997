export { adjustPoints, AdjustPointsInput } from './adjust-points.ts';
export { grantContractPoints, sweepGrants } from './grant-points.ts';
export { balanceOf, grantPoints, holdPoints, releasePoints, settlePoints } from './keep-points.ts';
export { ledgerOf, listPeriods, PeriodQuery, pointsLeft, readPeriod, statementOf, type LedgerPage, type PeriodDetail, type PeriodPage } from './read-points.ts';
