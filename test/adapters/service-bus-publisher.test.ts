import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus';
import { type LocalServiceBus, startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';
import { createPublisher } from '../../shared/adapters/service-bus/publisher.ts';
import { serviceBusClientFrom } from '../../shared/adapters/service-bus/service-bus-client.ts';
import { testEvent } from '../../shared/domain/watcher-health.ts';
import { DeliveryError } from '../../shared/errors.ts';
import { eventPublisherContract } from '../contracts/event-publisher.ts';
import { decide } from '../support/decide.ts';
import { keyOf } from '../support/key-of.ts';

const config = parseEmulatorConfig(
  JSON.parse(readFileSync(join(process.cwd(), 'local/service-bus/Config.json'), 'utf8')),
);
const topic = 'submission-events';
const key = keyOf('flight:9NBLGGH4R315:7d5e0f2c-3a41-4c8e-9b1f-2f6a8e0c5d11:1152921504621243487');

describe('on the local Service Bus, through the SDK', () => {
  let bus: LocalServiceBus;
  let clients: ServiceBusClient[];

  beforeEach(async () => {
    bus = await startServiceBus({ config });
    clients = [];
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await bus.stop();
  });

  function connect(): ServiceBusClient {
    const client = serviceBusClientFrom(bus.connectionString);
    clients.push(client);
    return client;
  }

  async function receive(count: number, subscription = 'console'): Promise<ServiceBusReceivedMessage[]> {
    const receiver = connect().createReceiver(topic, subscription);
    const messages: ServiceBusReceivedMessage[] = [];
    while (messages.length < count) {
      const batch = await receiver.receiveMessages(count - messages.length, { maxWaitTimeInMs: 20_000 });
      if (batch.length === 0) throw new Error(`Only ${messages.length} of ${count} messages came`);
      for (const message of batch) await receiver.completeMessage(message);
      messages.push(...batch);
    }
    await receiver.close();
    return messages;
  }

  eventPublisherContract(async () => ({
    publisher: createPublisher(connect(), topic),
    delivered: async (count) => (await receive(count)).map((message) => message.body),
    takeAway: () => bus.stop(),
    async bringBack() {
      bus = await startServiceBus({ config, port: bus.port });
    },
  }));

  it('says on the message what a rule or a session may ask for', async () => {
    const [event] = decide(key, { state: 'CertificationFailed' }).events;
    if (event === undefined) throw new Error('first sight makes an event');

    await createPublisher(connect(), topic).publish(event);

    const [message] = await receive(1);
    expect(message).toMatchObject({
      messageId: `${key.text}/1`,
      sessionId: key.text,
      subject: 'submissionwatch.submission.tracked.v1',
      contentType: 'application/cloudevents+json; charset=utf-8',
      body: event,
    });
    expect(message?.applicationProperties).toEqual({
      cloudEvents_specversion: '1.0',
      cloudEvents_id: `${key.text}/1`,
      cloudEvents_source: '/submission-watch',
      cloudEvents_type: 'submissionwatch.submission.tracked.v1',
      cloudEvents_subject: key.text,
      cloudEvents_time: '2026-03-02T08:00:00.000Z',
      cloudEvents_sequence: '0000000001',
      kind: 'flight',
      productId: '9NBLGGH4R315',
      submissionId: '1152921504621243487',
      outcome: 'failed',
      severity: 'error',
    });
  });

  it('lets a replay through that the duplicate detection would drop, once each, marked and otherwise the same', async () => {
    const publisher = createPublisher(connect(), topic);
    const [event] = decide(key).events;
    if (event === undefined) throw new Error('first sight makes an event');
    const [one, two] = ['5d8f7f0e-0000-4000-8000-000000000001', '5d8f7f0e-0000-4000-8000-000000000002'];

    for (const replayId of [undefined, one, one, two, undefined]) await publisher.publish(event, replayId);

    const messages = await receive(3);
    const [first, ...replays] = messages;
    expect(first?.messageId).toBe(event.id);
    expect(replays.map(({ applicationProperties }) => applicationProperties?.['replayId'])).toEqual([one, two]);
    for (const message of replays) {
      expect(message.messageId).not.toBe(event.id);
      expect(String(message.messageId).length).toBeLessThanOrEqual(128);
      expect(message.body).toEqual(event);
      expect(message.sessionId).toBe(first?.sessionId);
      const marks = { replay: true, replayId: message.applicationProperties?.['replayId'] };
      expect(message.applicationProperties).toEqual({ ...first?.applicationProperties, ...marks });
    }
    expect(first?.applicationProperties).not.toHaveProperty('replay');
    await publisher.publish(event, one);
    await publisher.publish({ ...event, id: 'the-next' });
    expect((await receive(1))[0]?.messageId).toBe('the-next');
  });

  it('says of an event of the watcher itself that it is one', async () => {
    const now = new Date('2026-03-02T08:00:00.000Z');
    const event = testEvent('5d8f', 'error', now, '/submission-watch');

    await createPublisher(connect(), topic).publish(event);

    const [message] = await receive(1);
    expect(message).toMatchObject({
      messageId: 'watcher-test/5d8f',
      sessionId: 'watcher',
      subject: 'submissionwatch.watcher.test.v1',
      body: event,
    });
    expect(message?.applicationProperties).toEqual({
      cloudEvents_specversion: '1.0',
      cloudEvents_id: 'watcher-test/5d8f',
      cloudEvents_source: '/submission-watch',
      cloudEvents_type: 'submissionwatch.watcher.test.v1',
      cloudEvents_subject: 'watcher',
      cloudEvents_time: '2026-03-02T08:00:00.000Z',
      cloudEvents_sequence: '0000000000',
      kind: 'watcher',
      severity: 'error',
    });
  });

  it('lets a subscription with a rule on a property get its part only', async () => {
    const publisher = createPublisher(connect(), topic);
    const passed = decide(key, { state: 'Certification' });
    const failed = decide(passed.next, { state: 'CertificationFailed' });

    for (const event of [...passed.events, ...failed.events]) await publisher.publish(event);

    const [first] = await receive(1, 'failures');
    expect(first?.messageId).toBe(failed.events[0]?.id);
  });

  it('throws a retryable DeliveryError where there is no such topic', async () => {
    const [event] = decide(key).events;
    if (event === undefined) throw new Error('first sight makes an event');
    const refusal = await createPublisher(connect(), 'no-such-topic')
      .publish(event)
      .catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(DeliveryError);
    expect(refusal).toMatchObject({ retryable: true, message: expect.stringContaining('MessagingEntityNotFound') });
    expect(String(refusal)).not.toContain('SharedAccessKey');
  });
});
