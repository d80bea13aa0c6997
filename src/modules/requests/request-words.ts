import type { Language } from '#kernel/actor.ts';
import { m } from '#messages';
import type { RequestState } from './request.ts';

/** 受付中, 受理, 不受理, 取り下げ. */
export function stateName(state: RequestState, locale?: Language): string {
  const options = locale ? { locale } : {};
  return {
    open: () => m.request_state_open({}, options),
    accepted: () => m.request_state_accepted({}, options),
    refused: () => m.request_state_refused({}, options),
    withdrawn: () => m.request_state_withdrawn({}, options),
  }[state]();
}
