export { changeDates, withdrawTerms, writeTerms } from './change-contract.ts';
export { createAccount, createContract } from './make-contract.ts';
export {
  contractByNumber,
  findContracts,
  listOwnContracts,
  listPriceLists,
  listServices,
  readContract,
  readOwnContract,
  type ContractPage,
  type UsePage,
} from './read-contracts.ts';
export { remindOfRenewal, sendRenewalMail, sweepRenewals } from './remind.ts';
export {
  ChangeContractInput,
  ContractQuery,
  CreateAccountInput,
  CreateContractInput,
  TermsInput,
  WithdrawTermsInput,
  WriteTermsInput,
} from '../contract.schemas.ts';
