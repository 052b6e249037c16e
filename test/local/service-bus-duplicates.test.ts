import { onlyLocal, until, useServiceBus } from './service-bus-under-test.ts';

const bus = useServiceBus();

describe('a topic that detects duplicates', () => {
  it('accepts a message id a second time and drops it, for all subscriptions at once', async () => {
    const sender = bus.client.createSender('Events');
    const message = { body: 'once', messageId: 'a', subject: 'outcome', applicationProperties: { outcome: 'failed' } };
    await sender.sendMessages(message);
    await sender.sendMessages({ ...message, body: 'twice' });
    await sender.sendMessages([
      { ...message, body: 'thrice' },
      { ...message, body: 'another', messageId: 'b' },
      { ...message, body: 'another again', messageId: 'b' },
    ]);

    expect(await bus.bodies('Events', 'All')).toEqual(['once', 'another']);
    expect(await bus.bodies('Events', 'failures')).toEqual(['once', 'another']);
  });

  it('drops a duplicate of a message that was completed long since', async () => {
    const sender = bus.client.createSender('Events');
    await sender.sendMessages({ body: 'once', messageId: 'c' });
    const receiver = bus.client.createReceiver('Events', 'All');
    const [message] = await receiver.receiveMessages(1);
    if (message) await receiver.completeMessage(message);
    await sender.sendMessages({ body: 'twice', messageId: 'c' });

    expect(await bus.bodies('Events', 'All')).toEqual([]);
  });

  it('takes messages without id for different ones', async () => {
    await bus.client.createSender('Events').sendMessages([{ body: 1 }, { body: 1 }]);

    expect(await bus.bodies('Events', 'All')).toEqual([1, 1]);
  });
});

describe('a queue that does not detect duplicates', () => {
  it('keeps both', async () => {
    await bus.client.createSender('plain').sendMessages([
      { body: 1, messageId: 'same' },
      { body: 2, messageId: 'same' },
    ]);

    expect(await bus.bodies('plain')).toEqual([1, 2]);
  });
});

onlyLocal('the duplicate detection window', () => {
  it('ends: the id is then new again, and counts from there', async () => {
    const sender = bus.client.createSender('distinct');
    const send = (body: number) => sender.sendMessages({ body, messageId: 'a' });
    await send(1);
    bus.advance(19_999);
    await send(2);
    bus.advance(1);
    await send(3);
    bus.advance(19_999);
    await send(4);

    expect(await bus.bodies('distinct')).toEqual([1, 3]);
  });
});

describe('forwarding', () => {
  it('puts the messages of one queue into another', async () => {
    await bus.client.createSender('entrance').sendMessages({ body: 'through', messageId: 'm' });

    expect(await bus.bodies('plain')).toEqual(['through']);
    expect(await bus.bodies('entrance')).toEqual([]);
  });

  it('puts dead letters into another queue, saying where they come from', async () => {
    await bus.client.createSender('fragile').sendMessages({ body: 'broken' });
    const receiver = bus.client.createReceiver('fragile');
    const [message] = await receiver.receiveMessages(1);
    if (message) {
      await receiver.deadLetterMessage(message, {
        deadLetterReason: 'fell',
        deadLetterErrorDescription: 'from a table',
      });
    }
    await until(async () => (await bus.bodies('plain')).length > 0);

    const [letter] = await bus.client.createReceiver('plain').receiveMessages(1);
    expect(letter).toMatchObject({ body: 'broken', deadLetterReason: 'fell', deadLetterSource: 'fragile' });
  });
});
