import type { ServiceBusMessage } from '@azure/service-bus';
import { type HostProcess, startHost, stopHosts } from './functions-host-process.ts';
import { receiveOne, until, useServiceBus } from './service-bus-under-test.ts';

const bus = useServiceBus();

afterEach(stopHosts);

const start = (settings: Record<string, string> = {}) =>
  startHost({
    app: 'service-bus',
    settings: {
      BUS: bus.connectionString,
      TOPIC: 'Events',
      CLOUD__fullyQualifiedNamespace: 'example.servicebus.windows.net',
      ...settings,
    },
  });

const send = async (entity: string, messages: ServiceBusMessage | ServiceBusMessage[]): Promise<void> => {
  const sender = bus.client.createSender(entity);
  await sender.sendMessages(messages);
  await sender.close();
};

type Received = { message: unknown; metadata: Record<string, unknown> };

/** What the function logged of the message it was given. */
const received = async (host: HostProcess, name: string, occurrence = 1): Promise<Received> => {
  const line = await host.logged(`[${name}] got `, occurrence);
  return JSON.parse(line.slice(line.indexOf('{')));
};

const isEmpty = (queue: string) => async (): Promise<boolean> =>
  (await bus.client.createReceiver(queue).peekMessages(1)).length === 0;

it('a message of a topic reaches the function of its subscription, with its metadata, and is completed', async () => {
  const host = await start();

  await send('Events', {
    body: { state: 'Certification' },
    messageId: 'event-1',
    subject: 'app:9N',
    contentType: 'application/json',
    applicationProperties: { Outcome: 'failed', attempts: 3 },
  });

  expect(await received(host, 'onEvent')).toEqual({
    message: { state: 'Certification' },
    metadata: expect.objectContaining({
      messageId: 'event-1',
      subject: 'app:9N',
      contentType: 'application/json',
      deliveryCount: 1,
      sequenceNumber: expect.any(Number),
      lockToken: expect.any(String),
      enqueuedTimeUtc: expect.stringMatching(/^\d{4}-.*Z$/),
      // The library lowers the first letter of keys inside as well.
      applicationProperties: { outcome: 'failed', attempts: 3 },
    }),
  });
  await host.logged('[onEvent] Succeeded');
  const receiver = bus.client.createReceiver('Events', 'All');
  await until(async () => (await receiver.peekMessages(1)).length === 0);
});

it.each([
  ['text that is a number', '123', 123],
  ['text that is a truth value', 'true', true],
  ['plain text', 'hello', 'hello'],
])('%s arrives as the library reads it', async (_what, body, message) => {
  const host = await start();

  await send('plain', { body: Buffer.from(body) });

  expect(await received(host, 'onPlain')).toMatchObject({ message });
});

it('a message whose function throws is delivered again, counted from 1, until it succeeds', async () => {
  const host = await start();

  await send('plain', { body: { failUntil: 3 } });

  await host.logged('[onPlain] Succeeded');
  const counts = await Promise.all([1, 2, 3].map((occurrence) => received(host, 'onPlain', occurrence)));
  expect(counts.map(({ metadata }) => metadata['deliveryCount'])).toEqual([1, 2, 3]);
  await until(isEmpty('plain'));
});

it('a message whose function keeps throwing is dead-lettered', async () => {
  await start();

  await send('plain', { body: { failUntil: 99 } });

  const dead = await receiveOne(bus.client.createReceiver('plain', { subQueueType: 'deadLetter' }));
  expect(dead.deadLetterReason).toBe('MaxDeliveryCountExceeded');
});

it('a function that takes many messages gets them in one list, with lists of metadata', async () => {
  await send('distinct', [
    { body: { n: 1 }, messageId: 'a' },
    { body: { n: 2 }, messageId: 'b' },
  ]);

  const host = await start();

  await until(isEmpty('distinct'));
  await host.logged('[onDistinct] Succeeded');
  const batches = host.lines.filter((line) => line.includes('[onDistinct] got '));
  const all = batches.map((line) => JSON.parse(line.slice(line.indexOf('{'))));
  expect(all.flatMap(({ message }) => message)).toEqual([{ n: 1 }, { n: 2 }]);
  expect(all.flatMap(({ metadata }) => metadata.messageIdArray)).toEqual(['a', 'b']);
  expect(all.flatMap(({ metadata }) => metadata.deliveryCountArray)).toEqual([1, 1]);
});

it('the host stops cleanly while it listens', async () => {
  const host = await start();
  await send('plain', { body: 'one' });
  await host.logged('[onPlain] got');

  expect(await host.stop()).toBe(0);

  expect(host.lines.filter((line) => / (error|critical) /.test(line))).toEqual([
    expect.stringContaining("The function 'withIdentity' is in error"),
  ]);
  await until(isEmpty('plain'));
});

it('the host stops although the broker has gone', async () => {
  const host = await start();
  await send('plain', { body: 'one' });
  await host.logged('[onPlain] Succeeded');
  await bus.local.stop();
  await host.logged('receiving from');

  expect(await host.stop()).toBe(0);
});

it('a connection without a connection string is a clear error of that function alone', async () => {
  const host = await start();

  expect(host.line.errors).toEqual([
    {
      name: 'withIdentity',
      message: expect.stringContaining('the local host needs a connection string in the setting CLOUD'),
    },
  ]);
  expect(host.line.functions.map(({ name }) => name)).toEqual(['onEvent', 'onPlain', 'onDistinct']);
});

it('a connection string that is none is an error that does not repeat it', async () => {
  const host = await start({ CLOUD: 'SharedAccessKey=hush' });

  expect(host.line.errors).toEqual([{ name: 'withIdentity', message: expect.stringContaining('setting CLOUD') }]);
  expect(JSON.stringify(host.line)).not.toContain('hush');
});

it('a function that is disabled does not take messages, and can be run by hand', async () => {
  const host = await start({ AzureWebJobs__onPlain__Disabled: 'true' });
  await send('plain', { body: 'waits' });

  const { status } = await fetch(`${host.line.url}/admin/functions/onPlain`, {
    method: 'POST',
    headers: { 'x-functions-key': host.line.keys.master },
    body: JSON.stringify({ input: '{"by":"hand"}' }),
  });

  expect(status).toBe(202);
  expect(await received(host, 'onPlain')).toEqual({ message: { by: 'hand' }, metadata: {} });
  expect(await isEmpty('plain')()).toBe(false);
});
