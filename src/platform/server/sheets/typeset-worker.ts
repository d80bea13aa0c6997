import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-jp/package.json'));
const compiler = NodeCompiler.create({
  // An empty place: a template reads nothing but its data.
  workspace: join(import.meta.dirname, 'nothing'),
  fontArgs: [{ fontPaths: [join(fonts, '400Regular'), join(fonts, '700Bold')] }],
});

parentPort?.on('message', ({ id, template, data }: { id: number; template: string; data: string }) => {
  try {
    compiler.mapShadow(join(import.meta.dirname, 'nothing', 'data.json'), Buffer.from(data));
    const pdf = compiler.pdf({ mainFileContent: template, resetRead: true });
    parentPort?.postMessage({ id, pdf });
  } catch (error) {
    parentPort?.postMessage({ id, fault: error instanceof Error ? error.message : JSON.stringify(error) });
  } finally {
    // The compiler remembers what it set; nobody's rows stay in memory.
    compiler.resetShadow();
    compiler.evictCache(0);
  }
});
