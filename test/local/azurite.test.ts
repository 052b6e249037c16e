import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { TableClient } from '@azure/data-tables';
import { type Azurite, type AzuriteOptions, startAzurite } from '../../local/azurite/azurite.ts';

const started: Azurite[] = [];
let folder: string;

const start = async (options: AzuriteOptions): Promise<Azurite> => {
  const azurite = await startAzurite(options);
  started.push(azurite);
  return azurite;
};

const tableOf = (connectionString: string): TableClient =>
  TableClient.fromConnectionString(connectionString, 'submissions', { allowInsecureConnection: true });

const endpointOf = (azurite: Azurite, service: string): URL =>
  new URL(new RegExp(`${service}Endpoint=([^;]+)`).exec(azurite.connectionString)?.[1] ?? '');

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const untilGone = async (pid: number): Promise<void> => {
  const deadline = Date.now() + 20_000;
  while (isAlive(pid)) {
    expect(Date.now()).toBeLessThan(deadline);
    await setTimeout(20);
  }
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'azurite-'));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((azurite) => azurite.stop()));
  await rm(folder, { recursive: true, force: true });
});

test('what was stored in a folder is there again after a stop and a start', async () => {
  const first = await start({ folder });
  await tableOf(first.connectionString).createTable();
  await tableOf(first.connectionString).createEntity({ partitionKey: '00', rowKey: 'a', state: 'Certification' });
  await first.stop();

  const second = await start({ folder });

  expect(isAlive(first.pid)).toBe(false);
  expect(await tableOf(second.connectionString).getEntity('00', 'a')).toMatchObject({ state: 'Certification' });
});

test('without a folder each start begins empty', async () => {
  const first = await start({});
  await tableOf(first.connectionString).createTable();
  await first.stop();

  const second = await start({});

  await expect(tableOf(second.connectionString).getEntity('00', 'a')).rejects.toMatchObject({
    details: { odataError: { code: 'TableNotFound' } },
  });
});

test('all three services answer on loopback, on ports that were free', async () => {
  const azurite = await start({});
  const endpoints = ['Table', 'Blob', 'Queue'].map((service) => endpointOf(azurite, service));

  expect(new Set(endpoints.map(({ port }) => port)).size).toBe(3);
  for (const endpoint of endpoints) {
    expect(endpoint.hostname).toBe('127.0.0.1');
    const { headers } = await fetch(endpoint);
    expect(headers.get('server')).toMatch(/^Azurite/);
  }
});

test('a port that was asked for is taken', async () => {
  const first = await start({});
  const tablePort = Number(endpointOf(first, 'Table').port);
  await first.stop();

  const second = await start({ tablePort });

  expect(endpointOf(second, 'Table').port).toBe(String(tablePort));
});

test('a port in use is one clear error', async () => {
  const first = await start({});
  const tablePort = Number(endpointOf(first, 'Table').port);

  await expect(start({ tablePort })).rejects.toThrow(new Error(`Azurite could not start: port ${tablePort} is in use`));
});

test('kill ends it at once, and stop after that is no error', async () => {
  const azurite = await start({});

  azurite.kill();
  await azurite.stop();

  expect(isAlive(azurite.pid)).toBe(false);
});

test('a parent that is killed leaves no orphan and loses no data', async () => {
  const script = `
    import { startAzurite } from ${JSON.stringify(pathToFileURL(join(process.cwd(), 'local/azurite/azurite.ts')).href)};
    const { pid, connectionString } = await startAzurite({ folder: ${JSON.stringify(folder)} });
    console.log(JSON.stringify({ pid, connectionString }));
    setInterval(() => {}, 60_000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const { pid, connectionString } = JSON.parse(line) as { pid: number; connectionString: string };
  await tableOf(connectionString).createTable();
  await tableOf(connectionString).createEntity({ partitionKey: '00', rowKey: 'a', state: 'Release' });

  parent.kill('SIGKILL');
  await untilGone(pid);

  const next = await start({ folder });
  expect(await tableOf(next.connectionString).getEntity('00', 'a')).toMatchObject({ state: 'Release' });
});
