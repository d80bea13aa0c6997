import type { SubmitFunction } from '$app/forms';

/** Sends a form and keeps what was typed. A refusal may mean that the page is out of date, so it is read again too. `onSent`: the deed was done. */
export const lookingAgain =
  (onSent: () => void = () => undefined, onEnd: () => void = () => undefined): SubmitFunction =>
  () =>
  async ({ result, update }) => {
    if (result.type === 'redirect') onSent();
    // Where there is nothing left to send to, the page stays as it is, with everything that was typed.
    const isGone = result.type === 'failure' && result.status === 404;
    await update({ reset: false, refreshAll: !isGone });
    onEnd();
  };
