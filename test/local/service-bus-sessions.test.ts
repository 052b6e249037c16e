import { ServiceBusClient } from '@azure/service-bus';
import { onlyLocal, receive, receiveOne, until, useServiceBus } from './service-bus-under-test.ts';

const bus = useServiceBus();
const byHand = { maxAutoLockRenewalDurationInMs: 0 };

async function send(...messages: [sessionId: string, body: unknown][]): Promise<void> {
  const sender = bus.client.createSender('conversations');
  await sender.sendMessages(messages.map(([sessionId, body]) => ({ sessionId, body })));
}

onlyLocal('a session', () => {
  it('gives its messages to its holder, in order, and nobody else’s', async () => {
    await send(['a', 1], ['b', 2], ['a', 3]);
    const session = await bus.client.acceptSession('conversations', 'a');

    const messages = await receive(session, 2);

    expect(messages.map(({ body, sessionId }) => [body, sessionId])).toEqual([
      [1, 'a'],
      [3, 'a'],
    ]);
    for (const message of messages) await session.completeMessage(message);
    expect(await bus.bodies('conversations')).toEqual([2]);
    expect(session.sessionLockedUntilUtc.getTime()).toBeGreaterThan(Date.now());
  });

  it('is held by one receiver at a time', async () => {
    await send(['a', 1]);
    const session = await bus.client.acceptSession('conversations', 'a');
    await expect(bus.client.acceptSession('conversations', 'a')).rejects.toMatchObject({
      code: 'SessionCannotBeLocked',
    });

    await session.close();

    const next = await bus.client.acceptSession('conversations', 'a');
    expect((await receiveOne(next)).body).toBe(1);
  });

  it('may be accepted before it has messages, which then come', async () => {
    const session = await bus.client.acceptSession('conversations', 'empty');
    const receiving = receiveOne(session);
    await send(['other', 1], ['empty', 2]);

    expect((await receiving).body).toBe(2);
  });

  it('closed with messages unsettled gives them back without counting a delivery', async () => {
    await send(['a', 1]);
    const session = await bus.client.acceptSession('conversations', 'a');
    await receiveOne(session);
    await session.close();

    const again = await receiveOne(await bus.client.acceptSession('conversations', 'a'));

    expect(again).toMatchObject({ body: 1, deliveryCount: 0 });
  });

  it('that waits longest is the next one, and each only once', async () => {
    await send(['b', 1], ['a', 2], ['b', 3]);

    const first = await bus.client.acceptNextSession('conversations');
    const second = await bus.client.acceptNextSession('conversations');

    expect([first.sessionId, second.sessionId]).toEqual(['b', 'a']);
  });

  it('is waited for, and given to who waits', async () => {
    const waiting = bus.client.acceptNextSession('conversations');
    await send(['a', 1]);

    const session = await waiting;

    expect(session.sessionId).toBe('a');
    expect((await receiveOne(session)).body).toBe(1);
  });

  it('keeps state, which its holder alone can read and change', async () => {
    const session = await bus.client.acceptSession('conversations', 'a');
    expect(await session.getSessionState()).toBeFalsy();
    await session.setSessionState({ step: 3 });
    await session.close();

    const next = await bus.client.acceptSession('conversations', 'a');
    expect(await next.getSessionState()).toEqual({ step: 3 });
    await next.setSessionState(null);
    expect(await next.getSessionState()).toBeFalsy();
  });

  it('defers, dead-letters and abandons like a queue', async () => {
    await send(['a', 'later'], ['a', 'bad'], ['a', 'again']);
    const session = await bus.client.acceptSession('conversations', 'a');
    const [later, bad, again] = await receive(session, 3);
    if (!later?.sequenceNumber || !bad || !again) throw new Error('Expected three messages');
    await session.deferMessage(later);
    await session.deadLetterMessage(bad, { deadLetterReason: 'bad', deadLetterErrorDescription: 'so bad' });
    await session.abandonMessage(again);

    expect(await receiveOne(session)).toMatchObject({ body: 'again', deliveryCount: 1 });
    const [deferred] = await session.receiveDeferredMessages(later.sequenceNumber);
    if (!deferred) throw new Error('Expected the deferred message');
    await session.completeMessage(deferred);
    expect((await session.peekMessages(10)).map(({ body }) => body)).toEqual(['again']);
    expect(await bus.bodies('conversations', { subQueueType: 'deadLetter' })).toEqual(['bad']);
  });

  it('lost in time gives its messages back, counting a delivery, and its holder is told', async () => {
    await send(['a', 1]);
    const session = await bus.client.acceptSession('conversations', 'a', byHand);
    expect(session.sessionLockedUntilUtc.getTime()).toBe(bus.now() + 30_000);
    const message = await receiveOne(session);
    bus.advance(20_000);
    expect((await session.renewSessionLock()).getTime()).toBe(bus.now() + 30_000);
    bus.advance(29_999);
    expect(session.isClosed).toBe(false);
    bus.advance(1);

    await until(() => session.isClosed);
    await expect(session.completeMessage(message)).rejects.toMatchObject({ code: 'SessionLockLost' });
    const next = await bus.client.acceptSession('conversations', 'a', byHand);
    expect(await receiveOne(next)).toMatchObject({ body: 1, deliveryCount: 1 });
  });

  it('drains and receives thousands in receiveAndDelete mode too', async () => {
    for (let round = 0; round < 3; round++) {
      await send(...Array.from({ length: 1000 }, (_, number): [string, number] => ['a', round * 1000 + number]));
    }
    const session = await bus.client.acceptSession('conversations', 'a', { receiveMode: 'receiveAndDelete' });

    const numbers = (await receive(session, 3000)).map(({ body }) => body);

    expect(numbers).toEqual(Array.from({ length: 3000 }, (_, number) => number));
  });
});

describe('an entity that does not require sessions', () => {
  it('gives out messages that have one in its turn with others, and keeps it', async () => {
    const sender = bus.client.createSender('plain');
    await sender.sendMessages([{ body: 1, sessionId: 'b' }, { body: 2 }, { body: 3, sessionId: 'a' }]);

    const received = await receive(bus.client.createReceiver('plain'), 3);

    expect(received.map(({ body, sessionId }) => [body, sessionId])).toEqual([
      [1, 'b'],
      [2, undefined],
      [3, 'a'],
    ]);
  });
});

onlyLocal('an entity that requires sessions', () => {
  it('refuses a message without session when it is a queue', async () => {
    await expect(bus.client.createSender('conversations').sendMessages({ body: 1 })).rejects.toMatchObject({
      message: expect.stringContaining('SessionId was not set'),
    });
  });

  it('dead-letters a message without session when it is a subscription', async () => {
    await bus.client.createSender('Events').sendMessages([{ body: 'lost' }, { body: 'kept', sessionId: 's' }]);

    const session = await bus.client.acceptNextSession('Events', 'in-order');
    expect((await receiveOne(session)).body).toBe('kept');
    const letters = bus.client.createReceiver('Events', 'in-order', { subQueueType: 'deadLetter' });
    expect(await receiveOne(letters)).toMatchObject({ body: 'lost', deadLetterReason: 'Session ID is null' });
  });

  it('refuses a receiver without session, and one without sessions refuses a receiver with one', async () => {
    await expect(bus.client.createReceiver('conversations').receiveMessages(1)).rejects.toThrow(/requires sessions/);
    await expect(bus.client.acceptSession('plain', 'a')).rejects.toThrow();
  });

  it('says so when no session comes free in time', async () => {
    const client = new ServiceBusClient(bus.connectionString, { retryOptions: { maxRetries: 0, timeoutInMs: 500 } });

    await expect(client.acceptNextSession('conversations')).rejects.toMatchObject({ code: 'ServiceTimeout' });

    await client.close();
  });
});
