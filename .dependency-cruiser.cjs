/** The house of docs and ARCHITECTURE, enforced. Each comment tells where the code belongs instead. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule(
      'no-cycles',
      'Two files that need each other hide a third thing: give it a file of its own.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'], pathNot: '\\.svelte$' } },
    ),
    rule(
      'kernel-alone',
      'The kernel imports nothing of ours: what needs more belongs to platform or to a module.',
      { path: '^src/kernel' },
      { path: '^src/(?!kernel)' },
    ),
    rule(
      'platform-below',
      'Platform knows the kernel only: knowledge of a capability belongs to its module.',
      { path: '^src/platform' },
      { path: '^src/(?!kernel|platform)' },
    ),
    rule(
      'words-are-pure',
      'Words are for browser and server alike: SQL and files belong on the server shelf.',
      { path: '^src/modules/[^/]+/[^/]+\\.ts$', pathNot: '\\.test\\.ts$' },
      { path: '(^src/platform|^src/modules/[^/]+/server)' },
    ),
    rule(
      'other-modules-by-their-doors',
      "Another module's rooms are entered through index.ts, server/index.ts or its ui.",
      { path: '^src/modules/([^/]+)/', pathNot: '\\.test\\.ts$' },
      { path: '^src/modules/(?!$1/)[^/]+/(?!index\\.ts$|server/index\\.ts$|ui/)' },
    ),
    rule(
      'sql-inside-its-module',
      'SQL is called by deeds of the same module: ask its server door for a deed.',
      { path: '^src/(edge|routes|worker|cli)' },
      { path: '\\.sql\\.ts$' },
    ),
    rule(
      'edges-by-doors',
      'Edges use the doors of modules and never a deed file.',
      { path: '^src/(edge|routes|worker)' },
      { path: '^src/modules/[^/]+/(?!index\\.ts$|server/index\\.ts$|ui/)' },
    ),
    rule(
      'ui-without-server',
      'What a browser runs never imports a server room: load it in a route and pass it on.',
      { path: '^src/(ui|modules/[^/]+/ui)' },
      { path: '(^src/platform|^src/modules/[^/]+/server)' },
    ),
    rule(
      'base-ui-knows-no-capability',
      'Base components know no capability: a component that does belongs to that module.',
      { path: '^src/ui' },
      { path: '^src/modules' },
    ),
    rule(
      'frameworks-at-the-edges',
      'Only screens and edges know Svelte and SvelteKit.',
      { path: '^src/(kernel|platform|modules/[^/]+/(server/|[^/]+\\.ts$))' },
      { path: '(^|node_modules/)(svelte|@sveltejs|hono)' },
    ),
    rule(
      'foundation-below',
      'Foundation modules carry others: what needs a business module belongs to that module.',
      { path: '^src/modules/(access|users|attachments|prose|notifications)/', pathNot: '\\.test\\.ts$' },
      { path: '^src/modules/cases/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/paraglide' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'svelte', 'types'],
      extensions: ['.ts', '.js', '.svelte'],
    },
  },
};
