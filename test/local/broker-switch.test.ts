import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { type BrokerSwitch, startBrokerSwitch } from '../../local/laptop/broker-switch.ts';
import { startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';

const config = parseEmulatorConfig(JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')));
let folder: string;
let broker: BrokerSwitch;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'broker-switch-'));
  const file = join(folder, 'service-bus.sqlite');
  broker = await startBrokerSwitch((port) => startServiceBus({ config, port, file }), { broker: 0, control: 0 });
});

afterEach(async () => {
  await broker.stop();
  rmSync(folder, { recursive: true });
});

async function turn(method: string): Promise<unknown> {
  return (await fetch(broker.url, { method })).json();
}

async function send(body: string): Promise<void> {
  const client = new ServiceBusClient(broker.connectionString, { retryOptions: { maxRetries: 0 } });
  try {
    await client.createSender('submission-events').sendMessages({ body });
  } finally {
    await client.close();
  }
}

async function received(): Promise<unknown> {
  const client = new ServiceBusClient(broker.connectionString);
  const receiver = client.createReceiver('submission-events', 'console', { receiveMode: 'receiveAndDelete' });
  const [message] = await receiver.receiveMessages(1);
  await client.close();
  return message?.body;
}

describe('the switch of the local Service Bus', () => {
  it('stops it, and starts it where it was with what it kept', async () => {
    await send('before');

    expect(await turn('DELETE')).toEqual({ running: false });
    expect(await turn('GET')).toEqual({ running: false });
    await expect(send('while it is away')).rejects.toThrow('ECONNREFUSED');

    expect(await turn('PUT')).toEqual({ running: true });
    expect(await received()).toBe('before');
  });

  it('does not mind being asked for what is', async () => {
    expect(await turn('PUT')).toEqual({ running: true });
    await Promise.all([turn('DELETE'), turn('DELETE'), turn('PUT'), turn('PUT')]);
    await send('after');
    expect(await received()).toBe('after');
  });

  it('leaves no broker behind where its own port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const stopped = jest.fn();
    const start = async () => {
      const started = await startServiceBus({ config });
      return { ...started, stop: () => started.stop().then(stopped) };
    };

    await expect(startBrokerSwitch(start, { broker: 0, control: port })).rejects.toThrow('EADDRINUSE');
    expect(stopped).toHaveBeenCalled();
    other.close();
  });
});
