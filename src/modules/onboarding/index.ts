export {
  emptyCustomer,
  fieldsOfStep,
  onboardingFields,
  onboardingSteps,
  type OnboardingField,
  type OnboardingLine,
  type OnboardingPage,
  type OnboardingStep,
  type OnboardingView,
  type TypedCustomer,
} from './onboarding.ts';
export { customerColumns, sampleOf } from './customer-file.ts';
export { fieldName } from './onboarding-words.ts';
