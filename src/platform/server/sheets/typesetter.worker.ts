/** The thread in which Typst works: one compilation burns a core, and its thread hears nothing meanwhile. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Answer, Order } from './typesetter.ts';

const require = createRequire(import.meta.url);
const font = (file: string) => readFileSync(require.resolve(`@expo-google-fonts/noto-sans-jp/${file}`));

const compiler = NodeCompiler.create({
  // A folder that does not exist: a template reaches no file.
  workspace: join(import.meta.dirname, 'no-files'),
  fontArgs: [{ fontBlobs: [font('400Regular/NotoSansJP_400Regular.ttf'), font('700Bold/NotoSansJP_700Bold.ttf')] }],
});

/** Without the fallback a machine's own fonts are never used, and a page looks the same everywhere. */
const PRELUDE = '#set text(font: "Noto Sans JP", fallback: false)\n#let data = json(bytes(sys.inputs.data))\n';

function typeset({ template, json }: Order): Buffer {
  try {
    return compiler.pdf({ mainFileContent: PRELUDE + template, inputs: { data: json } });
  } finally {
    // What Typst remembers of a reader's rows must not outlive the document.
    compiler.evictCache(0);
  }
}

/** Typst's own words stand in the code of its error. */
function faultOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return `Typst: ${String(message || code)}`.slice(0, 500);
}

parentPort?.on('message', (order: Order) => {
  try {
    parentPort?.postMessage({ pdf: typeset(order) } satisfies Answer);
  } catch (error) {
    parentPort?.postMessage({ fault: faultOf(error) } satisfies Answer);
  }
});
