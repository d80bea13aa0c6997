/** One file in the picker, from its choice to its being with the server. */
export interface Picked {
  readonly key: string;
  /** The server's id, once it has the file. */
  id: string | null;
  name: string;
  size: number;
  /** `refused` here, before anything was sent; `failed` on the way or by the server, worth another try. */
  state: 'waiting' | 'sending' | 'done' | 'failed' | 'refused';
  /** How much has gone out, 0 to 1. */
  share: number;
  message: string;
}
