import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ServiceBusClient } from '@azure/service-bus';
import { impatient, onlyLocal, receive, until } from './service-bus-under-test.ts';

const folderOfBroker = join(__dirname, '../../local/service-bus');
const script = join(folderOfBroker, 'main.ts');
const configFile = join(__dirname, 'service-bus-config.json');

let folder = '';
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-bus-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [script, '--config', configFile, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

/** The one line that the process prints when it is ready. */
async function ready(child: ChildProcess): Promise<{ ready: boolean; port: number; connectionString: string }> {
  if (!child.stdout) throw new Error('The process has no stdout');
  const [line] = await once(createInterface(child.stdout), 'line');
  return JSON.parse(line);
}

async function output(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text.stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, ...text };
}

onlyLocal('a broker that is killed and started again on its file', () => {
  it('has lost nothing it accepted, and still knows duplicates', async () => {
    const file = join(folder, 'bus.db');
    const first = start('--port', '0', '--file', file);
    const { port, connectionString } = await ready(first);
    const accepted = new Set<number>();

    const client = new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 0, timeoutInMs: 1000 } });
    const sender = client.createSender('Events');
    await sender.scheduleMessages({ body: 'tomorrow', messageId: 'tomorrow' }, new Date(Date.now() + 86_400_000));
    let number = 0;
    const sending = (async () => {
      for (;;) {
        const mine = number++;
        await sender.sendMessages({ body: mine, messageId: String(mine) });
        accepted.add(mine);
      }
    })();
    await until(() => accepted.size >= 200);
    first.kill('SIGKILL');
    await expect(sending).rejects.toThrow();
    await client.close();

    const second = start('--port', String(port), '--file', file);
    const again = new ServiceBusClient((await ready(second)).connectionString, impatient);
    const last = Math.max(...accepted);
    await again.createSender('Events').sendMessages([
      { body: 'twice', messageId: '0' },
      { body: 'twice', messageId: String(last) },
      { body: 'twice', messageId: 'tomorrow' },
      { body: 'end', messageId: 'end' },
    ]);
    const receiver = again.createReceiver('Events', 'All', { receiveMode: 'receiveAndDelete' });
    const bodies: unknown[] = [];
    while (!bodies.includes('end'))
      bodies.push(...(await receiver.receiveMessages(500, { maxWaitTimeInMs: 500 })).map(({ body }) => body));
    await again.close();

    // The one under way when the process died may have been stored without an answer.
    expect(bodies.filter((body) => body !== last + 1)).toEqual([...accepted, 'end']);
  });

  it('knows settled, deferred and dead-lettered messages, and has freed locks', async () => {
    const file = join(folder, 'bus.db');
    const first = start('--port', '0', '--file', file);
    const client = new ServiceBusClient((await ready(first)).connectionString, impatient);
    await client
      .createSender('plain')
      .sendMessages(['done', 'later', 'bad', 'again', 'held'].map((body) => ({ body })));
    const receiver = client.createReceiver('plain');
    const [done, later, bad, again] = await receive(receiver, 5);
    if (!done || !later?.sequenceNumber || !bad || !again) throw new Error('Expected five messages');
    await receiver.completeMessage(done);
    await receiver.deferMessage(later);
    await receiver.deadLetterMessage(bad, { deadLetterReason: 'bad', deadLetterErrorDescription: 'so bad' });
    await receiver.abandonMessage(again);
    first.kill('SIGKILL');
    await once(first, 'exit');
    await client.close();

    const second = start('--port', '0', '--file', file);
    const afterwards = new ServiceBusClient((await ready(second)).connectionString, impatient);
    const plain = afterwards.createReceiver('plain');
    const letters = afterwards.createReceiver('plain', { subQueueType: 'deadLetter' });

    expect((await receive(plain, 2)).map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
      ['again', 1],
      ['held', 0],
    ]);
    expect(await plain.receiveDeferredMessages(later.sequenceNumber)).toMatchObject([{ body: 'later' }]);
    expect(await receive(letters, 1)).toMatchObject([{ body: 'bad', deadLetterReason: 'bad' }]);
    await afterwards.createSender('plain').sendMessages({ body: 'new' });
    const [fresh] = await receive(plain, 1);
    expect(fresh?.sequenceNumber?.toNumber()).toBe(6);
    await afterwards.close();
  });
});

onlyLocal('the process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops by itself on %s, with clients connected', async (signal) => {
    const child = start('--port', '0');
    const { connectionString } = await ready(child);
    const client = new ServiceBusClient(connectionString, impatient);
    await client.createSender('plain').sendMessages({ body: 1 });

    child.kill(signal);

    expect(await output(child)).toEqual({ code: 0, stdout: '', stderr: '' });
    await client.close();
  });

  it('goes with the process that forked it', async () => {
    const child = fork(script, ['--config', configFile, '--port', '0'], { silent: true });
    children.push(child);
    await ready(child);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('goes with the process that holds its standard input', async () => {
    const child = spawn(process.execPath, [script, '--config', configFile, '--port', '0'], { stdio: 'pipe' });
    children.push(child);
    await ready(child);
    child.stdin.end();
    expect((await output(child)).code).toBe(0);
  });

  it('would end by itself too: a stopped broker leaves nothing running, even with clients connected', async () => {
    const code = `
      import { readFileSync } from 'node:fs';
      import { startServiceBus } from ${JSON.stringify(join(folderOfBroker, 'service-bus.ts'))};
      import { parseEmulatorConfig } from ${JSON.stringify(join(folderOfBroker, 'topology.ts'))};
      const config = parseEmulatorConfig(JSON.parse(readFileSync(${JSON.stringify(configFile)}, 'utf8')));
      const bus = await startServiceBus({ config });
      process.stdin.once('data', () => { process.stdin.destroy(); void bus.stop(); });
      console.log(JSON.stringify({ connectionString: bus.connectionString }));`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'pipe' });
    children.push(child);
    const client = new ServiceBusClient((await ready(child)).connectionString, impatient);
    await client.createSender('plain').sendMessages({ body: 1 });

    child.stdin.write('stop');

    expect(await output(child)).toEqual({ code: 0, stdout: '', stderr: '' });
    await client.close();
  });

  it('says in one line that its port, or its file, is taken', async () => {
    const file = join(folder, 'bus.db');
    const { port } = await ready(start('--port', '0', '--file', file));

    const onPort = await output(start('--port', String(port)));
    expect(onPort).toEqual({ code: 1, stdout: '', stderr: `Port ${port} is in use: choose another with --port\n` });

    const onFile = await output(start('--port', '0', '--file', file));
    expect(onFile).toMatchObject({ code: 1, stdout: '' });
    expect(onFile.stderr).toMatch(/^.*bus\.db is in use.*\n$/);
  });

  it('says in one line what option it does not know', async () => {
    const { code, stderr } = await output(start('--prot', '0'));

    expect(code).toBe(1);
    expect(stderr).toMatch(/^Unknown option '--prot'.*\n$/);
  });

  it('says what is wrong with its configuration', async () => {
    const broken = join(folder, 'Config.json');
    await writeFile(broken, '{ "UserConfig": { "Namespaces": [{ "Name": "mine" }] } }');

    const { code, stderr } = await output(start('--port', '0', '--config', broken));

    expect(code).toBe(1);
    expect(stderr).toContain('UserConfig.Namespaces[0].Name');
  });
});
