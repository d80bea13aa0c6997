import { Parser } from 'htmlparser2';
import type { Words } from './words.ts';

/** Which elements of a kind of document hold words; names without their prefixes. */
export type Mesh = {
  /** Their text is taken. */
  taken: ReadonlySet<string>;
  /** Nothing inside is taken: readings above words, second copies for old programs, deleted text. */
  left: ReadonlySet<string>;
  /** At their end a word ends. */
  ends: ReadonlySet<string>;
  /** Elements whose `name` people see, such as sheets. */
  named?: ReadonlySet<string>;
};

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** A cell of Excel that holds the number of a shared text, a truth value or a fault instead of words. */
const isMute = (type: string | undefined) => type === 's' || type === 'b' || type === 'e';

/** Takes the words out of XML as it comes. Entities that a document declares itself stay as they are written: none can grow. */
export function strainer(mesh: Mesh, words: Words): Parser {
  let taking = 0;
  let leaving = 0;
  let mute = false;
  return new Parser(
    {
      onopentag(fullName, attributes) {
        const name = localName(fullName);
        if (name === 'c') mute = isMute(attributes['t']);
        if (mesh.left.has(name)) leaving += 1;
        if (mesh.taken.has(name)) taking += 1;
        if (leaving > 0 || !mesh.named?.has(name)) return;
        words.add(Object.entries(attributes).find(([key]) => localName(key) === 'name')?.[1] ?? '');
        words.break();
      },
      ontext(text) {
        if (taking > 0 && leaving === 0 && !mute) words.add(text);
      },
      onclosetag(fullName) {
        const name = localName(fullName);
        if (mesh.left.has(name)) leaving -= 1;
        if (mesh.taken.has(name)) taking -= 1;
        if (leaving === 0 && mesh.ends.has(name)) words.break();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
}
