import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { onlyLocal, receive, receiveOne, until, useServiceBus } from './service-bus-under-test.ts';

const bus = useServiceBus();

// The SDK would renew locks by itself, by the real clock.
const byHand = { maxAutoLockRenewalDurationInMs: 0 };

async function send(...bodies: unknown[]): Promise<void> {
  await bus.client.createSender('plain').sendMessages(bodies.map((body) => ({ body })));
}

describe('a received message', () => {
  it('is gone once completed', async () => {
    await send('a', 'b');
    const receiver = bus.client.createReceiver('plain');

    await receiver.completeMessage(await receiveOne(receiver));

    expect(await bus.bodies('plain')).toEqual(['b']);
  });

  it('is hidden from other receivers while it is locked', async () => {
    await send('a', 'b');
    const first = bus.client.createReceiver('plain');
    const second = bus.client.createReceiver('plain');

    expect((await receiveOne(first)).body).toBe('a');
    expect((await receiveOne(second)).body).toBe('b');
  });

  it('comes back before younger ones when abandoned, with the properties it was given', async () => {
    await send('a', 'b');
    const receiver = bus.client.createReceiver('plain');
    await receiver.abandonMessage(await receiveOne(receiver), { reason: 'busy', attempt: 1 });

    const again = await receiveOne(receiver);

    expect(again.body).toBe('a');
    expect(again.deliveryCount).toBe(1);
    expect(again.applicationProperties).toEqual({ reason: 'busy', attempt: 1 });
  });

  it('is received by its number once deferred', async () => {
    await send('a', 'b');
    const receiver = bus.client.createReceiver('plain');
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message, { later: true });
    expect((await receiveOne(receiver)).body).toBe('b');

    const [deferred] = await receiver.receiveDeferredMessages(numberOf(message));

    expect(deferred).toMatchObject({ body: 'a', state: 'deferred', applicationProperties: { later: true } });
    if (deferred) await receiver.completeMessage(deferred);
    expect(await bus.bodies('plain')).toEqual(['b']);
    await expect(receiver.receiveDeferredMessages(numberOf(message))).rejects.toMatchObject({
      code: 'MessageNotFound',
    });
  });

  it('moves to the dead-letter queue when dead-lettered, with reason and number', async () => {
    await send('a');
    const receiver = bus.client.createReceiver('plain');
    const message = await receiveOne(receiver);
    await receiver.deadLetterMessage(message, {
      deadLetterReason: 'malformed',
      deadLetterErrorDescription: 'no id',
      line: 7,
    });

    const letters = bus.client.createReceiver('plain', { subQueueType: 'deadLetter' });
    const letter = await receiveOne(letters);

    expect(letter).toMatchObject({
      body: 'a',
      deadLetterReason: 'malformed',
      deadLetterErrorDescription: 'no id',
      applicationProperties: { line: 7 },
    });
    expect(letter.sequenceNumber?.toNumber()).toBe(message.sequenceNumber?.toNumber());
    await letters.completeMessage(letter);
    expect(await bus.bodies('plain', { subQueueType: 'deadLetter' })).toEqual([]);
  });

  it('is dead-lettered after as many failed deliveries as allowed, and not again from there', async () => {
    await send('a');
    const receiver = bus.client.createReceiver('plain');
    for (const deliveryCount of [0, 1, 2]) {
      const message = await receiveOne(receiver);
      expect(message.deliveryCount).toBe(deliveryCount);
      await receiver.abandonMessage(message);
    }
    expect(await bus.bodies('plain')).toEqual([]);

    const letters = bus.client.createReceiver('plain', { subQueueType: 'deadLetter' });
    for (let round = 0; round < 4; round++) await letters.abandonMessage(await receiveOne(letters));
    const letter = await receiveOne(letters);
    expect(letter.deadLetterReason).toBe('MaxDeliveryCountExceeded');
    await letters.deadLetterMessage(letter);
    expect(await bus.bodies('plain', { subQueueType: 'deadLetter' })).toEqual(['a']);
  });

  it('is gone at once in receiveAndDelete mode, and nothing is left after thousands', async () => {
    for (let round = 0; round < 3; round++) await send(...Array.from({ length: 1000 }, (_, number) => number));
    const receiver = bus.client.createReceiver('plain', { receiveMode: 'receiveAndDelete' });

    const received = await receive(receiver, 3000);

    expect(new Set(received.map(({ sequenceNumber }) => sequenceNumber?.toString())).size).toBe(3000);
    expect(await bus.bodies('plain')).toEqual([]);
  });

  it('can still be settled when the receiver it came from is closed', async () => {
    await send('done', 'failed', 'later', 'again');
    const receiver = bus.client.createReceiver('plain');
    const [done, failed, later, again] = (await receive(receiver, 4)) as [Message, Message, Message, Message];
    await receiver.close();

    const other = bus.client.createReceiver('plain');
    await other.completeMessage(done);
    await other.deadLetterMessage(failed, { deadLetterReason: 'closed', deadLetterErrorDescription: 'by its owner' });
    await other.deferMessage(later);
    await other.abandonMessage(again, { again: true });

    const left = await other.peekMessages(10);
    expect(left.map(({ body, state }) => [body, state])).toEqual([
      ['later', 'deferred'],
      ['again', 'active'],
    ]);
    const letter = await receiveOne(bus.client.createReceiver('plain', { subQueueType: 'deadLetter' }));
    expect(letter).toMatchObject({ body: 'failed', deadLetterReason: 'closed' });
  });
});

describe('a subscriber', () => {
  it('completes what its handler took and abandons what it threw at', async () => {
    await send('good', 'bad');
    const handled: unknown[] = [];
    const errors: Error[] = [];
    const subscriber = bus.client.createReceiver('plain').subscribe({
      async processMessage({ body, deliveryCount }) {
        handled.push([body, deliveryCount]);
        if (body === 'bad' && deliveryCount === 0) throw new Error('not today');
      },
      async processError({ error }) {
        errors.push(error);
      },
    });
    await until(async () => handled.length === 3 && (await bus.bodies('plain')).length === 0);
    await subscriber.close();

    expect(handled).toEqual([
      ['good', 0],
      ['bad', 0],
      ['bad', 1],
    ]);
    expect(errors.map(({ message }) => message)).toEqual(['not today']);
  });
});

onlyLocal('a lock', () => {
  it('runs out: the message comes back and the late settlement fails', async () => {
    await send('a', 'b');
    const receiver = bus.client.createReceiver('plain', byHand);
    const [late, younger] = (await receive(receiver, 2)) as [Message, Message];
    await receiver.completeMessage(younger);
    bus.advance(5000);

    await expect(receiver.completeMessage(late)).rejects.toMatchObject({ code: 'MessageLockLost' });
    const again = await receiveOne(receiver);
    expect(again).toMatchObject({ body: 'a', deliveryCount: 1 });
    await receiver.completeMessage(again);
    expect(await bus.bodies('plain')).toEqual([]);
  });

  it('lasts longer when renewed, and cannot be renewed once lost', async () => {
    await send('a');
    const receiver = bus.client.createReceiver('plain', byHand);
    const message = await receiveOne(receiver);
    const before = message.lockedUntilUtc?.getTime() ?? 0;
    bus.advance(3000);
    const renewed = await receiver.renewMessageLock(message);
    expect(renewed.getTime() - before).toBe(3000);

    bus.advance(4999);
    expect(await receiver.renewMessageLock(message)).toBeInstanceOf(Date);
    bus.advance(5000);
    await expect(receiver.renewMessageLock(message)).rejects.toMatchObject({ code: 'MessageLockLost' });
  });

  it('outlives the receiver that held it', async () => {
    await send('a');
    const receiver = bus.client.createReceiver('plain', byHand);
    await receiveOne(receiver);
    await receiver.close();
    const other = bus.client.createReceiver('plain', { ...byHand });
    expect(await other.receiveMessages(1, { maxWaitTimeInMs: 50 })).toEqual([]);

    bus.advance(5000);

    expect((await receiveOne(other)).deliveryCount).toBe(1);
  });

  it('of a deferred message runs out as well, and the message stays deferred', async () => {
    await send('a');
    const receiver = bus.client.createReceiver('plain', byHand);
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message);
    await receiver.receiveDeferredMessages(numberOf(message));
    bus.advance(5000);

    const [again] = await receiver.receiveDeferredMessages(numberOf(message));

    expect(again).toMatchObject({ body: 'a', deliveryCount: 1, state: 'deferred' });
  });

  it('counts as a failed delivery each time it runs out', async () => {
    await send('a');
    const receiver = bus.client.createReceiver('plain', byHand);
    for (let delivery = 0; delivery < 3; delivery++) {
      await receiveOne(receiver);
      bus.advance(5000);
    }

    const letter = await receiveOne(bus.client.createReceiver('plain', { ...byHand, subQueueType: 'deadLetter' }));
    expect(letter).toMatchObject({ deadLetterReason: 'MaxDeliveryCountExceeded', deliveryCount: 3 });
  });
});

onlyLocal('a message past its time', () => {
  it('is dropped, and the shorter of its own and its entity’s limit counts', async () => {
    const sender = bus.client.createSender('plain');
    await sender.sendMessages([{ body: 'brief', timeToLive: 60_000 }, { body: 'long' }]);
    bus.advance(59_999);
    expect(await bus.bodies('plain')).toEqual(['brief', 'long']);
    bus.advance(1);
    expect(await bus.bodies('plain')).toEqual(['long']);
    bus.advance(3_540_000);
    expect(await bus.bodies('plain')).toEqual([]);
    expect(await bus.bodies('plain', { subQueueType: 'deadLetter' })).toEqual([]);
  });

  it('is dropped in a subscription by the time its topic allows', async () => {
    await bus.client.createSender('Events').sendMessages({ body: 'event' });
    bus.advance(1_799_999);
    expect(await bus.bodies('Events', 'All')).toEqual(['event']);
    bus.advance(1);
    expect(await bus.bodies('Events', 'All')).toEqual([]);
  });

  it('is dead-lettered where the entity wants that', async () => {
    await bus.client.createSender('perishable').sendMessages({ body: 'milk' });
    bus.advance(600_000);

    const letter = await receiveOne(bus.client.createReceiver('perishable', { subQueueType: 'deadLetter' }));

    expect(letter).toMatchObject({ body: 'milk', deadLetterReason: 'TTLExpiredException' });
  });

  it('may still be completed under its lock, but does not come back', async () => {
    await bus.client.createSender('plain').sendMessages([
      { body: 'kept', timeToLive: 1000 },
      { body: 'let go', timeToLive: 1000 },
    ]);
    const receiver = bus.client.createReceiver('plain', byHand);
    const [kept, letGo] = (await receive(receiver, 2)) as [Message, Message];
    bus.advance(2000);

    await receiver.completeMessage(kept);
    await receiver.abandonMessage(letGo);

    expect(await bus.bodies('plain')).toEqual([]);
  });
});

type Message = ServiceBusReceivedMessage;

function numberOf({ sequenceNumber }: Message) {
  if (!sequenceNumber) throw new Error('A received message has a sequence number');
  return sequenceNumber;
}
