import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

/**
 * Bundles the app into `dist/`: one entry, and the SDKs in chunks that are loaded at first use. `@azure/functions-core` is
 * supplied by the host. The banner gives bundled CommonJS packages the names that an ES module lacks.
 */
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['functions/index.ts'],
  outdir: 'dist',
  entryNames: 'index',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  minify: true,
  keepNames: true,
  sourcemap: 'linked',
  legalComments: 'none',
  external: ['@azure/functions-core'],
  banner: {
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      "import { fileURLToPath as __fileURLToPath } from 'node:url';",
      "import { dirname as __pathDirname } from 'node:path';",
      'const require = __createRequire(import.meta.url);',
      'const __filename = __fileURLToPath(import.meta.url);',
      'const __dirname = __pathDirname(__filename);',
    ].join('\n'),
  },
});
