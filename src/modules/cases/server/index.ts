export { sendCaseMail, tellCaseEvent } from './case-mails.ts';
export { accessCase } from './access-case.ts';
export { commentOnCase } from './comment-on-case.ts';
export { acceptSolution, closeCase, rejectSolution } from './end-case.ts';
export { closeChosenCases } from './close-chosen.ts';
export {
  countCases,
  countList,
  countUnread,
  listCases,
  listQueue,
  openWholeList,
  readCaseList,
  seeAllCases,
  type AskedList,
  type CaseList,
} from './list-cases.ts';
export { once } from './entries.ts';
export { openCase } from './open-case.ts';
export { raiseCase, type RaiseCaseInput } from './raise-case.ts';
export { readCase } from './read-case.ts';
export { caseNews, enterCase, leaveCase, othersInCase, stayInCase, type CaseNews } from './watch-case.ts';
export { askCustomer, proposeSolution, takeCase, writeWorkNote } from './work-on-case.ts';
export { CaseListPlace, CaseViewCode, ChosenNumbers, CommentAndMoveInput, CommentInput, MoveInput, OpenCaseInput, RejectInput } from '../case.schemas.ts';
