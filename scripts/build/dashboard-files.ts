import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { DashboardFile } from '../../functions/dashboard-files.ts';

const folder = 'functions/dashboard';

/** The dashboard's files, bundled, minified and compressed. */
export async function buildDashboardFiles(): Promise<readonly DashboardFile[]> {
  return [
    builtFile('', 'text/html; charset=utf-8', await readFile(`${folder}/index.html`)),
    builtFile('page.js', 'text/javascript; charset=utf-8', await bundled('page.ts')),
    builtFile('style.css', 'text/css; charset=utf-8', await bundled('style.css')),
    builtFile('icon.svg', 'image/svg+xml', await readFile(`${folder}/icon.svg`)),
  ];
}

async function bundled(entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}/${entry}`],
    bundle: true,
    write: false,
    outdir: 'dist',
    format: 'esm',
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    minify: true,
    legalComments: 'none',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`Nothing was built of ${entry}`);
  return output.contents;
}

function builtFile(name: string, contentType: string, content: Uint8Array): DashboardFile {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return {
    name,
    contentType,
    hash: createHash('sha256').update(content).digest('base64url').slice(0, 22),
    br: brotliCompressSync(content, { params }).toString('base64'),
    gzip: gzipSync(content, { level: constants.Z_BEST_COMPRESSION }).toString('base64'),
  };
}
