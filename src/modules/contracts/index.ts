export { countText, eventName, fieldName, fieldValue, kindName, optionText, serviceName, stageName } from './contract-words.ts';
export { termsToType, typedTerms, type TypedTerms } from './typed-terms.ts';
export {
  contractKinds,
  CONTRACTS_A_PAGE,
  isContractNumber,
  reminderDays,
  stageOf,
  type ContractCard,
  type ContractEvent,
  type ContractEventName,
  type ContractKind,
  type ContractLine,
  type ContractTerms,
  type ServiceUse,
  type TermsFields,
} from './contract.ts';
