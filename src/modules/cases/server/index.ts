export { accessCase } from './access-case.ts';
export { commentOnCase } from './comment-on-case.ts';
export { acceptSolution, closeCase, rejectSolution } from './end-case.ts';
export { countCases, listCases, listQueue } from './list-cases.ts';
export { openCase } from './open-case.ts';
export { readCase } from './read-case.ts';
export { caseNews, enterCase, leaveCase, othersInCase, stayInCase, type CaseNews } from './watch-case.ts';
export { askCustomer, proposeSolution, takeCase, writeWorkNote } from './work-on-case.ts';
export { CaseListQuery, CommentAndMoveInput, CommentInput, MoveInput, OpenCaseInput, RejectInput } from '../case.schemas.ts';
