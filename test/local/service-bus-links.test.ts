import { createConnection } from 'node:net';
import { ServiceBusClient } from '@azure/service-bus';
import { startServiceBus } from '../../local/service-bus/service-bus.ts';
import { config, impatient, onlyLocal, receive, receiveOne, until, useServiceBus } from './service-bus-under-test.ts';

const bus = useServiceBus();

async function sendNumbers(count: number): Promise<void> {
  const sender = bus.client.createSender('plain');
  const numbers = Array.from({ length: count }, (_, number) => ({ body: number }));
  for (let start = 0; start < count; start += 500) await sender.sendMessages(numbers.slice(start, start + 500));
}

describe('a link', () => {
  it('to an entity that does not exist is refused', async () => {
    const { client } = bus;
    const expected = { code: 'MessagingEntityNotFound' };

    await expect(client.createSender('nowhere').sendMessages({ body: 1 })).rejects.toMatchObject(expected);
    await expect(client.createReceiver('nowhere').receiveMessages(1)).rejects.toMatchObject(expected);
    await expect(client.createReceiver('Events', 'nobody').receiveMessages(1)).rejects.toMatchObject(expected);
  });

  it('finds its entity without regard to case', async () => {
    await bus.client.createSender('eVENTS').sendMessages({ body: 'found' });

    expect((await receiveOne(bus.client.createReceiver('EVENTS', 'aLL'))).body).toBe('found');
  });

  it.each([
    ['key', (text: string) => text.replace(/SharedAccessKey=[^;]*/, `SharedAccessKey=${btoa('another key')}`)],
    ['key name', (text: string) => text.replace(/SharedAccessKeyName=[^;]*/, 'SharedAccessKeyName=another')],
  ])('with a wrong %s is refused', async (_what, change) => {
    const intruder = new ServiceBusClient(change(bus.connectionString), impatient);

    await expect(intruder.createSender('plain').sendMessages({ body: 1 })).rejects.toMatchObject({
      code: 'UnauthorizedAccess',
    });
    await expect(intruder.createReceiver('plain').receiveMessages(1)).rejects.toMatchObject({
      code: 'UnauthorizedAccess',
    });
    await intruder.close();
  });

  it('carries more deliveries than the buffers of the AMQP library have slots', async () => {
    await sendNumbers(17_000);
    const seen = new Set<number>();
    const errors: Error[] = [];
    const receiver = bus.client.createReceiver('plain');
    receiver.subscribe(
      {
        async processMessage({ body }) {
          seen.add(body);
        },
        async processError({ error }) {
          errors.push(error);
        },
      },
      { maxConcurrentCalls: 500 },
    );
    await until(() => seen.size === 17_000);
    await receiver.close();

    expect(errors).toEqual([]);
  });

  it('holds more messages locked than the buffers have slots', async () => {
    await sendNumbers(2500);
    const receiver = bus.client.createReceiver('plain');
    const held = [...(await receive(receiver, 1500)), ...(await receive(bus.client.createReceiver('plain'), 1000))];

    await Promise.all(held.map((message) => receiver.completeMessage(message)));

    expect(await bus.bodies('plain')).toEqual([]);
  });

  it('closed while completions are under way lets them finish', async () => {
    await sendNumbers(1000);
    const receiver = bus.client.createReceiver('plain');
    const messages = await receive(receiver, 1000);
    const completing = Promise.all(messages.map((message) => receiver.completeMessage(message)));

    await Promise.all([completing, receiver.close()]);

    expect(await bus.bodies('plain')).toEqual([]);
  });

  it('answers a drain that crosses a message, so that no message is stuck', async () => {
    const receiver = bus.client.createReceiver('plain');
    const sender = bus.client.createSender('plain');
    const received: number[] = [];
    let sent = 0;

    async function receiveBriefly(): Promise<void> {
      while (received.length < 300) {
        const messages = await receiver.receiveMessages(2, { maxWaitTimeInMs: 1 });
        await Promise.all(messages.map((message) => receiver.completeMessage(message)));
        received.push(...messages.map(({ body }) => body));
      }
    }
    async function send(): Promise<void> {
      while (sent < 300) await sender.sendMessages({ body: sent++ });
    }
    await Promise.all([receiveBriefly(), send()]);

    expect(received.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, number) => number));
    expect(await bus.bodies('plain')).toEqual([]);
  });

  it('shares the messages of a queue with its competitors', async () => {
    const counts = [0, 0];
    const receivers = counts.map((_, index) => {
      const receiver = bus.client.createReceiver('plain');
      receiver.subscribe({
        async processMessage() {
          counts[index] = (counts[index] ?? 0) + 1;
          // Who got one takes no other until the competitor has one as well.
          await until(() => counts.every((count) => count > 0));
        },
        async processError() {},
      });
      return receiver;
    });
    await sendNumbers(100);
    await until(() => (counts[0] ?? 0) + (counts[1] ?? 0) === 100);
    await Promise.all(receivers.map((receiver) => receiver.close()));

    expect(await bus.bodies('plain')).toEqual([]);
  });
});

onlyLocal('the broker', () => {
  it('is found again by senders and subscribers after it was away', async () => {
    const received: unknown[] = [];
    const errors: string[] = [];
    // A send under way when the connection breaks is told only when its time is up, and a subscriber waits between its tries.
    const retryOptions = { maxRetries: 0, timeoutInMs: 1000, retryDelayInMs: 50, maxRetryDelayInMs: 50 };
    const client = new ServiceBusClient(bus.connectionString, { retryOptions });
    const receiver = client.createReceiver('plain');
    const sender = client.createSender('plain');
    receiver.subscribe({
      async processMessage({ body }) {
        received.push(body);
      },
      async processError({ error }) {
        errors.push(error.message);
      },
    });
    await sender.sendMessages({ body: 'before' });
    await until(() => received.length === 1);

    await bus.local.stop();
    const again = await startServiceBus({ config, port: bus.local.port });
    try {
      await until(() =>
        sender.sendMessages({ body: 'after' }).then(
          () => true,
          () => false,
        ),
      );
      await until(() => received.includes('after'));
    } finally {
      await receiver.close();
      await client.close();
      await again.stop();
    }
    expect(received).toContain('before');
  });

  it('says that its port is taken', async () => {
    await expect(startServiceBus({ config, port: bus.local.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('survives a peer that speaks no AMQP', async () => {
    const socket = createConnection(bus.local.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.resume();
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await closed;

    await bus.client.createSender('plain').sendMessages({ body: 'still here' });
    expect((await receiveOne(bus.client.createReceiver('plain'))).body).toBe('still here');
  });
});
