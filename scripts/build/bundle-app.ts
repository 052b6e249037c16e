import { type BuildOptions, build, type Metafile } from 'esbuild';
import { buildDashboardFiles } from './dashboard-files.ts';

/** How a bundle is made that runs in the Functions worker. The banner gives bundled CommonJS packages the names that an ES module lacks. */
export const appBuild = {
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  minify: true,
  keepNames: true,
  // An error that nobody catches shows the line that it was thrown in.
  lineLimit: 500,
  legalComments: 'none',
  // The host supplies it.
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
} satisfies BuildOptions;

/**
 * Bundles the app: one entry `index.js`, and the SDKs in chunks that are loaded at first use.
 * @param maps `linked` for machines that have them beside the code; `external` for a package that goes without.
 * @returns what is in it.
 */
export async function bundleApp(outdir: string, maps: 'linked' | 'external'): Promise<Metafile> {
  const { metafile } = await build({
    ...appBuild,
    entryPoints: ['functions/index.ts'],
    outdir,
    entryNames: 'index',
    chunkNames: 'chunks/[name]-[hash]',
    sourcemap: maps,
    define: { DASHBOARD_FILES: JSON.stringify(JSON.stringify(await buildDashboardFiles())) },
    metafile: true,
  });
  return metafile;
}
