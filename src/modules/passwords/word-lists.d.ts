// The packages declare types for their doors only; these files are taken one by one to leave the others out of memory and bundle.
declare module '@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs' {
  const graphs: Record<string, Record<string, (string | null)[]>>;
  export default graphs;
}
declare module '@zxcvbn-ts/language-en/dist/wordSequences.json.mjs' {
  const lists: Record<string, string[]>;
  export default lists;
}
declare module '@zxcvbn-ts/*.json.mjs' {
  const words: string[];
  export default words;
}
declare module '@zxcvbn-ts/*.json.esm.js' {
  const words: string[];
  export default words;
}
