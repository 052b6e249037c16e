import { once } from 'node:events';
import { type SimulatedPartnerCenter, startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { firstLine, forkMain, killMains, runMain, urlOf } from './partner-center-process.ts';

const servers: SimulatedPartnerCenter[] = [];

afterEach(async () => {
  await killMains();
  for (const server of servers.splice(0)) await server.stop();
});

it.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, and ends on %s', async (signal) => {
  const child = runMain('--port', '0');
  const url = await urlOf(child);
  expect((await fetch(`${url}/_local/`)).status).toBe(200);

  child.kill(signal);

  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('ends when the process that forked it lets go', async () => {
  const child = forkMain();
  await urlOf(child);

  child.disconnect();

  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('says in one line that the port is in use', async () => {
  const server = await startPartnerCenter();
  servers.push(server);
  const { port } = new URL(server.url);
  const child = runMain('--port', port);
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += String(chunk);
  });

  expect(await once(child, 'close')).toEqual([1, null]);

  expect(output).toBe(`Port ${port} is in use\n`);
});

it.each([
  [['--port', '70000'], '--port 70000: expected a number from 0 to 65535'],
  [['--port', 'x'], '--port x: expected a number from 0 to 65535'],
  [['--file', ''], '--file: expected a path'],
  [['--speed', '9'], "Unknown option '--speed'"],
])('refuses %j', async (args, reason) => {
  const child = runMain(...args);
  const exit = once(child, 'exit');

  expect(await firstLine(child.stderr)).toContain(reason);
  expect(await exit).toEqual([1, null]);
});

it('rejects from code with the error of the system when the port is taken', async () => {
  const server = await startPartnerCenter();
  servers.push(server);

  await expect(startPartnerCenter({ port: Number(new URL(server.url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
