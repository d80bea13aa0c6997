import { sveltekit } from '@sveltejs/kit/vite';
import adapter from '@sveltejs/adapter-node';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { defineConfig, type Plugin } from 'vite';

/**
 * Server rooms stay outside the bundle and are loaded from source, so that the pages, the worker and the
 * server share one set of pools and one configuration. The specifier resolves through package.json "imports".
 */
function serverRoomsFromSource(): Plugin {
  return {
    name: 'server-rooms-from-source',
    enforce: 'pre',
    apply: 'build',
    resolveId(source) {
      const isServer = this.environment.name === 'ssr';
      return isServer && /^#(platform\/|modules\/[^/]+\/server\/)/.test(source) ? { id: source, external: true } : null;
    },
  };
}

export default defineConfig({
  plugins: [
    serverRoomsFromSource(),
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/paraglide',
      strategy: ['globalVariable', 'baseLocale'],
    }),
    await sveltekit({
      adapter: adapter({ precompress: true }),
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:'],
          'connect-src': ['self'],
          'font-src': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
          'base-uri': ['none'],
        },
      },
      version: { pollInterval: 0 },
    }),
  ],
  build: { target: 'es2022' },
});
