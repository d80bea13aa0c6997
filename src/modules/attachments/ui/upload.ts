/** What the server answers for a file that it has taken in. */
export interface Uploaded {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly contentType: string;
}

export type UploadOutcome =
  | { readonly ok: true; readonly file: Uploaded }
  /** `message` is in the reader's language, or null when the server could not be understood. */
  | { readonly ok: false; readonly message: string | null };

export interface RunningUpload {
  readonly outcome: Promise<UploadOutcome>;
  abort(): void;
}

/** Sends one file as the raw body, since only XMLHttpRequest tells how much of a body has gone out. Never throws. */
export function sendFile(url: string, file: { readonly name: string; readonly body: Blob }, onprogress: (share: number) => void): RunningUpload {
  const request = new XMLHttpRequest();
  const outcome = new Promise<UploadOutcome>((resolve) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onprogress(event.loaded / event.total);
    };
    request.onload = () => resolve(read(request));
    request.onerror = request.onabort = request.ontimeout = () => resolve({ ok: false, message: null });
    request.open('POST', url);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name.toWellFormed()));
    request.setRequestHeader('x-requested-with', 'madoguchi');
    request.send(file.body);
  });
  return { outcome, abort: () => request.abort() };
}

/** Takes an upload back; that it cannot be is no trouble, since what is not attached is swept away later. */
export async function takeBack(url: string, id: string): Promise<void> {
  await fetch(`${url}/${encodeURIComponent(id)}`, {
    method: 'DELETE',
    headers: { accept: 'application/json', 'x-requested-with': 'madoguchi' },
  }).catch(() => undefined);
}

function read(request: XMLHttpRequest): UploadOutcome {
  let answer: unknown;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // A page instead of an answer: a proxy's error, or the sign-in page after the session has ended.
    return { ok: false, message: null };
  }
  if (request.status === 201 && isUploaded(answer)) return { ok: true, file: answer };
  return { ok: false, message: messageOf(answer) };
}

function isUploaded(answer: unknown): answer is Uploaded {
  const file = answer as Partial<Uploaded> | null;
  return typeof file?.id === 'string' && typeof file.name === 'string' && typeof file.size === 'number';
}

function messageOf(answer: unknown): string | null {
  const message = (answer as { message?: unknown } | null)?.message;
  return typeof message === 'string' && message !== '' ? message : null;
}

/**
 * The name to show for a file that was pasted or dropped: a clipboard's picture is called `image.png` by every
 * browser, which would make all screenshots of a case look like one.
 */
export function nameOfPasted(name: string, taken: readonly string[]): string {
  const generic = /^image\.(png|jpe?g|gif|webp|bmp|tiff?)$/i.exec(name);
  if (!generic) return name || 'file';
  const ending = generic[1]!.toLowerCase();
  for (let count = 1; ; count += 1) {
    const pasted = `Pasted image${count === 1 ? '' : ` (${count})`}.${ending}`;
    if (!taken.includes(pasted)) return pasted;
  }
}
