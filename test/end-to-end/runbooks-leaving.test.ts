import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stopHosts } from '../local/functions-host-process.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';
import { asOperator, type Operator } from '../support/operator.ts';

/** "Leaving" of docs/operate.md, with its own script. */
const [, script = ''] = /```js script=export\n([\s\S]*?)```/.exec(readFileSync('docs/operate.md', 'utf8')) ?? [];
const kept = 'addon:9NSAMPLE0ADN:1152921505689378154';
const given = 'addon:9NSAMPLE0ADN:1152921505689378999';

let laptop: Laptop;
let operator: Operator;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leaving-'));
  laptop = await startLaptop();
  operator = asOperator(laptop);
  await operator.startHost();
});
afterEach(async () => {
  await laptop.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(stopHosts);

const linesOf = (name: string) =>
  readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

it('keeps what is tracked and watched, and every event in order, also of what is tracked no more', async () => {
  await operator.track(kept, given);
  expect((await laptop.api('PUT', 'products/addon:9NSAMPLE0ADN')).status).toBe(201);
  await laptop.pass();
  for (const key of [kept, given]) await laptop.put(key, { friendlyName: 'Maps', status: 'Certification' });
  await laptop.pass();
  expect((await laptop.api('DELETE', `submissions/${given}`)).status).toBe(204);

  writeFileSync(join(folder, 'export.mjs'), script);
  const { url, keys } = laptop.host().line;
  const env = { ...process.env, API: `${url}/api`, KEY: keys.default };
  await promisify(execFile)(process.execPath, ['export.mjs'], { cwd: folder, env });

  expect(linesOf('products.jsonl')).toMatchObject([{ key: 'addon:9NSAMPLE0ADN' }]);
  expect(linesOf('submissions.jsonl')).toMatchObject([{ key: kept, state: 'Certification' }]);
  const ids = linesOf('history.jsonl').map(({ id }) => id);
  expect(ids.filter((id) => id.startsWith(kept))).toEqual([`${kept}/1`, `${kept}/2`]);
  expect(ids.filter((id) => id.startsWith(given))).toEqual([`${given}/1`, `${given}/2`]);
  expect(ids).toHaveLength(4);
});
