import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, HARDWARE, MSI, pathOf, STORE } from './partner-center-client.ts';
import { kill, killMains, type MainProcess, runMain, urlOf } from './partner-center-process.ts';

type Client = ReturnType<typeof createClient>;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partner-center-'));
  file = join(folder, 'state', 'partner-center.json');
});
afterEach(async () => {
  await killMains();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<Client & { child: MainProcess }> {
  const child = runMain('--file', file);
  return { ...createClient(await urlOf(child)), child };
}

/** Bodies as text, without what no two reads and no two servers share: signatures, their dates, the port. */
async function bodies(client: Client, paths: readonly string[]) {
  const texts: Record<string, string> = {};
  for (const path of paths) {
    const { status, text } = await client.get(path);
    texts[path] = `${status} ${text.replaceAll(client.url, '').replaceAll(/(sig|skt|ske|se)=[^&"]+/g, '')}`;
  }
  return texts;
}

const standing = async (client: Client, name: string) => (await client.control('GET', `scenarios/${name}`)).json();

const dock = 'hardware:13635057453741405';
const maps = 'app:9NSAMPLEAPP1:1152921505694900057';
const addon = 'addon:9NSAMPLEADD1:1152921505689400021';
const flight = 'flight:9NSAMPLE0APP:f1a2:7';
const msi = 'msi:4e0b8a71-93d6-4c25-8f1e-6a7d25c3b094:8';

it('goes on where it was after a kill in the middle of scenarios', async () => {
  const first = await start();
  await first.control('PUT', `submissions/${flight}`, { status: 'Release', rollout: { percentage: 2.5, status: 'x' } });
  await first.control('PUT', `submissions/${msi}`, { publishingStatus: 'INPROGRESS' });
  await first.control('PUT', 'products/app:9NSAMPLE0APP', { name: 'Contoso Paint' });
  await first.control('POST', 'scenarios/product-discovery');
  await first.control('POST', 'advance');
  await first.control('POST', 'scenarios/addon-published', { everySeconds: 0 });
  await first.get(pathOf(addon));
  await first.control('POST', 'scenarios/app-rollout', { everySeconds: 0 });
  for (let step = 1; step <= 5; step += 1) await first.get(`${pathOf(maps)}/status`);
  const paths = [
    ...[`${dock}:1152921504621460001`, `${dock}:1152921504621460007`, 'app:9NSAMPLEAPP3:1152921505694900101'],
    ...[flight, msi],
  ].map(pathOf);
  paths.push(`${HARDWARE}/products`, `${HARDWARE}/products/13635057453741405/submissions`);
  paths.push(`${STORE}/applications/9NSAMPLE0APP`, `${STORE}/applications/9NSAMPLE0APP/flights/f1a2`);
  paths.push(`${MSI}/product/4e0b8a71-93d6-4c25-8f1e-6a7d25c3b094/status`);
  const names = ['product-discovery', 'addon-published', 'app-rollout'];
  const before = await bodies(first, paths);
  const stood = await Promise.all(names.map((name) => standing(first, name)));
  expect(stood).toMatchObject([
    { step: '#2', running: true, everySeconds: null, unread: [] },
    { step: '#2', running: true, everySeconds: '#0', unread: [addon] },
    { step: '#5', running: true, everySeconds: '#0', unread: [maps] },
  ]);

  await kill(first.child);
  const second = await start();

  expect(await Promise.all(names.map((name) => standing(second, name)))).toEqual(stood);
  expect(await bodies(second, paths)).toEqual(before);
  expect(JSON.parse(Object.values(before)[0]?.replace(/^\d+ /, '') ?? '')).toMatchObject({ name: 'Contoso Dock' });

  expect((await second.control('POST', 'advance', { scenario: 'product-discovery' })).json()).toMatchObject({
    advanced: [{ step: '#3', done: true }],
  });
  expect((await second.get(`${pathOf(addon)}/status`)).json()['status']).toBe('PreProcessing');
  expect((await standing(second, 'addon-published'))['step']).toBe('#3');
  // The rollout is what is still unread of it.
  await second.get(`${pathOf(maps)}/status`);
  expect((await standing(second, 'app-rollout'))['step']).toBe('#5');
  await second.get(`${pathOf(maps)}/packagerollout`);
  expect((await standing(second, 'app-rollout'))['step']).toBe('#6');
});

it('has all that it answered when it is killed in the middle of many changes', async () => {
  const first = await start();
  const answered: string[] = [];
  const puts = Array.from({ length: 200 }, async (_, index) => {
    const key = `addon:9NSAMPLE0ADN:${index + 1}`;
    await first.control('PUT', `submissions/${key}`, { status: 'Certification' });
    answered.push(key);
    if (answered.length === 20) first.child.kill('SIGKILL');
  });
  await Promise.allSettled(puts);
  expect(answered.length).toBeGreaterThanOrEqual(20);

  const second = await start();

  const { submissions } = JSON.parse((await second.control('GET', 'submissions')).text);
  expect(submissions.map(({ key }: { key: string }) => key)).toEqual(expect.arrayContaining(answered));
});

it('knows after each kill what was read, and shows each step once', async () => {
  let client = await start();
  await client.control('POST', 'scenarios/addon-published', { everySeconds: 0 });
  const seen = [];
  for (let read = 1; read <= 4; read += 1) {
    seen.push((await client.get(`${pathOf(addon)}/status`)).json()['status']);
    await kill(client.child);
    client = await start();
  }

  expect(seen).toEqual(['CommitStarted', 'PreProcessing', 'Certification', 'Published']);
});

it('answers nothing while its file cannot be written, and goes on when it can', async () => {
  const { child, control } = await start();
  mkdirSync(`${file}.tmp`);
  const complaint = once(child.stderr, 'data');

  await expect(control('PUT', `submissions/${addon}`, { status: 'Certification' })).rejects.toThrow('fetch failed');
  await expect(control('GET', `submissions/${addon}`)).rejects.toThrow('fetch failed');
  expect(String((await complaint)[0])).toContain(`${file} cannot be written: EISDIR`);

  rmdirSync(`${file}.tmp`);
  expect((await control('GET', `submissions/${addon}`)).status).toBe(200);
  expect(readFileSync(file, 'utf8')).toContain(addon);
});

it.each([
  [
    'a file that is damaged',
    (path: string) => writeFileSync(path, '{"version":1,'),
    'does not hold a Partner Center (not JSON)',
  ],
  ['a file that is a folder', (path: string) => mkdirSync(path), 'cannot be read: EISDIR'],
])('says in one line that it cannot use %s', async (_, damage, reason) => {
  mkdirSync(join(folder, 'state'));
  damage(file);
  const child = runMain('--file', file);
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += String(chunk);
  });

  expect(await once(child, 'close')).toEqual([1, null]);

  expect(output).toMatch(/^[^\n]+\n$/);
  expect(output.slice(0, `${file} ${reason}`.length)).toBe(`${file} ${reason}`);
});
