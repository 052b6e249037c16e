import { receive, receiveOne, useServiceBus } from './service-bus-under-test.ts';

const bus = useServiceBus();

describe('a message', () => {
  it('arrives with body, properties and types as it was sent', async () => {
    const { client } = bus;
    const sent = {
      body: { text: 'grüße', list: [1, 2.5, null], nested: { yes: true } },
      messageId: 'm-1',
      correlationId: 'c-1',
      contentType: 'application/json',
      subject: 'subject',
      to: 'to',
      replyTo: 'reply',
      replyToSessionId: 'reply-session',
      partitionKey: 'session',
      sessionId: 'session',
      timeToLive: 60_000,
      applicationProperties: { text: 'a', whole: 5, negative: -5, fraction: 1.5, yes: true, no: false, nothing: null },
    };
    await client.createSender('plain').sendMessages(sent);

    const received = await receiveOne(client.createReceiver('plain'));

    expect(received).toMatchObject(sent);
    expect(received.deliveryCount).toBe(0);
    expect(received.state).toBe('active');
    expect(received.enqueuedTimeUtc).toBeInstanceOf(Date);
    expect(received.lockedUntilUtc?.getTime()).toBeGreaterThan(Date.now());
    expect(received.lockToken).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['text', 'text', 'plain text'],
    ['bytes', 'data', Buffer.from([0, 255, 1, 254])],
    ['a value', 'value', { a: [1, 'two', { three: 3 }] }],
    ['a sequence', 'sequence', [[1, 2], ['three']]],
  ] as const)('carries %s', async (_name, bodyType, body) => {
    const { client } = bus;
    await client.createSender('plain').sendMessages(bodyType === 'text' ? { body } : { body, bodyType });

    const received = await receiveOne(client.createReceiver('plain', { skipParsingBodyAsJson: false }));

    expect(received.body).toEqual(body);
  });

  it('gets an id when it has none', async () => {
    const { client } = bus;
    await client.createSender('plain').sendMessages([{ body: 1 }, { body: 2 }]);

    const receiver = client.createReceiver('plain');
    const ids = (await receive(receiver, 2)).map(({ messageId }) => messageId);

    expect(new Set(ids).size).toBe(2);
    expect(ids).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
  });

  it('of more than one AMQP frame is put together again', async () => {
    const { client } = bus;
    const body = 'x'.repeat(200_000);
    await client.createSender('plain').sendMessages({ body });

    expect((await receiveOne(client.createReceiver('plain'))).body).toBe(body);
  });

  it('beyond the size limit is refused', async () => {
    const sender = bus.client.createSender('plain');

    await expect(sender.sendMessages({ body: 'x'.repeat(262_144) })).rejects.toMatchObject({
      code: 'MessageSizeExceeded',
    });
  });

  it('takes the next sequence number of its queue', async () => {
    const { client } = bus;
    await client.createSender('plain').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);

    const received = await receive(client.createReceiver('plain'), 3);

    const [first] = received.map(({ sequenceNumber }) => sequenceNumber?.toNumber() ?? 0);
    expect(received.map(({ sequenceNumber }) => (sequenceNumber?.toNumber() ?? 0) - (first ?? 0))).toEqual([0, 1, 2]);
    expect(received.map(({ body }) => body)).toEqual([1, 2, 3]);
  });
});

describe('a batch', () => {
  it('is cut at the size the link announces', async () => {
    const sender = bus.client.createSender('plain');
    const batch = await sender.createMessageBatch();

    expect(batch.maxSizeInBytes).toBe(262_144);
    expect(batch.tryAddMessage({ body: 'x'.repeat(262_144) })).toBe(false);
  });

  it('reaches every subscription as single messages in order', async () => {
    const { client } = bus;
    const sender = client.createSender('Events');
    const batch = await sender.createMessageBatch();
    for (let number = 0; number < 500; number++) {
      batch.tryAddMessage({ body: { number }, applicationProperties: { outcome: 'failed' }, subject: 'outcome' });
    }
    await sender.sendMessages(batch);

    const numbers = Array.from({ length: 500 }, (_, number) => ({ number }));
    for (const subscription of ['All', 'failures']) {
      const received = await receive(client.createReceiver('Events', subscription), 500);
      expect(received.map(({ body }) => body)).toEqual(numbers);
    }
  });
});

describe('peeking', () => {
  it('shows messages in pages without taking them', async () => {
    const { client } = bus;
    await client.createSender('plain').sendMessages([1, 2, 3, 4, 5].map((body) => ({ body })));
    const receiver = client.createReceiver('plain');

    const first = await receiver.peekMessages(2);
    const rest = await receiver.peekMessages(10);

    expect(first).toHaveLength(2);
    expect([...first, ...rest].map(({ body }) => body)).toEqual([1, 2, 3, 4, 5]);
    expect(await receive(receiver, 5)).toHaveLength(5);
  });

  it('shows locked messages too, and nothing of an empty queue', async () => {
    const { client } = bus;
    const receiver = client.createReceiver('plain');
    expect(await receiver.peekMessages(5)).toEqual([]);

    await client.createSender('plain').sendMessages({ body: 'held' });
    await receiveOne(receiver);

    const [peeked] = await receiver.peekMessages(5);
    expect(peeked?.body).toBe('held');
    expect(peeked?.lockToken).toBeUndefined();
  });
});
