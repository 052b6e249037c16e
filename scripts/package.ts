import { parseArgs } from 'node:util';
import { makePackage } from './package/make-package.ts';

/** `npm run package`: makes `out/package`, which is what is deployed, and says how large it is. */
const { values } = parseArgs({ options: { out: { type: 'string', default: 'out' } } });
const files = await makePackage(`${values.out}/package`, `${values.out}/source-maps`);

const inKilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1).padStart(8)} KB`;
const total = (part: typeof files) => inKilobytes(part.reduce((sum, { bytes }) => sum + bytes, 0));
const chunks = files.filter(({ path }) => path.startsWith('dist/chunks/'));
for (const { path, bytes } of files.filter((file) => !chunks.includes(file)))
  console.log(`${inKilobytes(bytes)}  ${path}`);
console.log(`${total(chunks)}  dist/chunks/ (${chunks.length}, loaded when they are needed)`);
console.log(`${total(files)}  ${values.out}/package`);
