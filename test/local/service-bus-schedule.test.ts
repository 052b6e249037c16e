import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { startServiceBus } from '../../local/service-bus/service-bus.ts';
import { config, impatient, onlyLocal, receiveOne, until, useServiceBus } from './service-bus-under-test.ts';

const bus = useServiceBus();
const MINUTE = 60_000;
const inMinutes = (minutes: number) => new Date(bus.now() + minutes * MINUTE);

describe('a scheduled message', () => {
  it('is shown as scheduled, is received by nobody, and can be cancelled', async () => {
    const sender = bus.client.createSender('plain');
    const [first, second] = await sender.scheduleMessages([{ body: 'first' }, { body: 'second' }], inMinutes(30));
    if (!first || !second) throw new Error('Expected two sequence numbers');
    const receiver = bus.client.createReceiver('plain');

    const peeked = await receiver.peekMessages(10);
    expect(peeked.map(({ body, state }) => [body, state])).toEqual([
      ['first', 'scheduled'],
      ['second', 'scheduled'],
    ]);
    expect(peeked[0]?.sequenceNumber?.toString()).toBe(first.toString());
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 50 })).toEqual([]);

    await sender.cancelScheduledMessages(first);
    expect(await bus.bodies('plain')).toEqual(['second']);
    await expect(sender.cancelScheduledMessages([second, first])).rejects.toMatchObject({ code: 'MessageNotFound' });
    expect(await bus.bodies('plain')).toEqual(['second']);
    await sender.cancelScheduledMessages(second);
    expect(await bus.bodies('plain')).toEqual([]);
  });

  it('whose time has passed is there at once', async () => {
    const sender = bus.client.createSender('plain');
    await sender.scheduleMessages({ body: 'late' }, inMinutes(-1));
    await sender.sendMessages({ body: 'later', scheduledEnqueueTimeUtc: inMinutes(-1) });
    const receiver = bus.client.createReceiver('plain', { receiveMode: 'receiveAndDelete' });

    expect([(await receiveOne(receiver)).body, (await receiveOne(receiver)).body]).toEqual(['late', 'later']);
  });
});

onlyLocal('when its time has come', () => {
  it('a message of a queue is received, under a new number', async () => {
    const sender = bus.client.createSender('plain');
    const [scheduled] = await sender.scheduleMessages({ body: 'now' }, inMinutes(5));
    await sender.sendMessages({ body: 'in ten', scheduledEnqueueTimeUtc: inMinutes(10) });
    await sender.sendMessages({ body: 'at once' });
    const receiver = bus.client.createReceiver('plain', { receiveMode: 'receiveAndDelete' });
    expect((await receiveOne(receiver)).body).toBe('at once');

    bus.advance(5 * MINUTE);
    const message = await receiveOne(receiver);
    expect(message).toMatchObject({ body: 'now', state: 'active' });
    expect(message.sequenceNumber?.toNumber()).toBeGreaterThan(scheduled?.toNumber() ?? Number.NaN);
    expect(await bus.bodies('plain')).toEqual(['in ten']);

    bus.advance(5 * MINUTE);
    expect((await receiveOne(receiver)).body).toBe('in ten');
  });

  it('a message of a topic reaches its subscriptions, and a waiting subscriber gets it', async () => {
    const received: unknown[] = [];
    const receiver = bus.client.createReceiver('Events', 'failures');
    receiver.subscribe({
      async processMessage({ body }) {
        received.push(body);
      },
      async processError() {},
    });
    const message = { body: 'failed', subject: 'outcome', applicationProperties: { outcome: 'failed' } };
    await bus.client.createSender('Events').sendMessages({ ...message, scheduledEnqueueTimeUtc: inMinutes(5) });
    expect(await bus.bodies('Events', 'failures')).toEqual([]);

    bus.advance(5 * MINUTE);

    await until(() => received.length === 1);
    await receiver.close();
    expect(received).toEqual(['failed']);
  });

  it('a duplicate of it has long been dropped, and its time to live begins', async () => {
    const sender = bus.client.createSender('distinct');
    await sender.scheduleMessages({ body: 'once', messageId: 'a', timeToLive: MINUTE }, inMinutes(5));
    await sender.sendMessages({ body: 'twice', messageId: 'a' });
    await sender.scheduleMessages({ body: 'thrice', messageId: 'a' }, inMinutes(5));

    bus.advance(5 * MINUTE);
    expect(await bus.bodies('distinct')).toEqual(['once']);
    bus.advance(MINUTE);
    expect(await bus.bodies('distinct')).toEqual([]);
  });

  it('it comes also when the broker was stopped in between, unless it was cancelled', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'service-bus-'));
    const file = join(folder, 'bus.db');
    let time = bus.now();
    const before = await startServiceBus({ config, file, now: () => time });
    const client = new ServiceBusClient(before.connectionString, impatient);
    const [, second] = await client
      .createSender('plain')
      .scheduleMessages([{ body: 'kept' }, { body: 'cancelled' }], inMinutes(5));
    if (second) await client.createSender('plain').cancelScheduledMessages(second);
    await client.close();
    await before.stop();

    time += 10 * MINUTE;
    const after = await startServiceBus({ config, file, now: () => time });
    const again = new ServiceBusClient(after.connectionString, impatient);
    const receiver = again.createReceiver('plain', { receiveMode: 'receiveAndDelete' });
    expect((await receiveOne(receiver)).body).toBe('kept');
    expect(await receiver.peekMessages(10)).toEqual([]);
    await again.close();
    await after.stop();
    rmSync(folder, { recursive: true });
  });
});
