import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedDocs } from './docs/generated-docs.ts';

/** Writes what of `docs/` is made from the code. `docs/events/` is wholly generated, so that no file of a type that is gone stays. */
const root = process.cwd();
const files = generatedDocs(root);
await rm(join(root, 'docs/events'), { recursive: true, force: true });
await mkdir(join(root, 'docs/events'), { recursive: true });
for (const [path, text] of files) await writeFile(join(root, 'docs', path), text);
console.log(`${files.size} files written to docs/`);
