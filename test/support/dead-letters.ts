import {
  ServiceBusClient,
  type ServiceBusMessage,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus';
import { topic } from './laptop.ts';

/** A queue, or a subscription of the topic. */
type Entity = { readonly queue: string } | { readonly subscription: string };

/** Of the subscriptions in local/service-bus/Config.json. */
const mostDeliveries = 10;

export type DeadLetters = ReturnType<typeof openDeadLetters>;

/** What an operator does with dead letters in the Service Bus Explorer, and what makes them. */
export function openDeadLetters(connectionString: string) {
  /** Each step has a client of its own: one that is kept goes on where it peeked last. */
  async function using<Result>(use: (client: ServiceBusClient) => Promise<Result>): Promise<Result> {
    const client = new ServiceBusClient(connectionString);
    try {
      return await use(client);
    } finally {
      await client.close();
    }
  }

  function receiverOf(client: ServiceBusClient, entity: Entity, isOfDeadLetters: boolean): ServiceBusReceiver {
    const options = isOfDeadLetters ? { subQueueType: 'deadLetter' as const } : {};
    return 'queue' in entity
      ? client.createReceiver(entity.queue, options)
      : client.createReceiver(topic, entity.subscription, options);
  }

  const peek = (entity: Entity): Promise<readonly ServiceBusReceivedMessage[]> =>
    using((client) => receiverOf(client, entity, true).peekMessages(100));

  const send = (message: ServiceBusMessage, entity = topic): Promise<void> =>
    using((client) => client.createSender(entity).sendMessages(message));

  return {
    /** A subscriber that takes the one message that there is and fails, as often as it comes. */
    failEachTime: (entity: Entity): Promise<void> =>
      using(async (client) => {
        const receiver = receiverOf(client, entity, false);
        for (let delivery = 0; delivery < mostDeliveries; delivery += 1) {
          const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 30_000 });
          if (message === undefined) throw new Error('There is no message');
          await receiver.abandonMessage(message);
        }
      }),
    /** Looks, without taking. */
    peek,
    send,
    /** Sends it once more to the topic, with this message id. */
    async resubmit(letter: ServiceBusReceivedMessage, messageId: string): Promise<void> {
      const { body, contentType = '', sessionId = '', subject = '', applicationProperties = {} } = letter;
      await send({ body, contentType, sessionId, subject, applicationProperties, messageId });
    },
    purge: (entity: Entity): Promise<void> =>
      using(async (client) => {
        const receiver = receiverOf(client, entity, true);
        const { length } = await peek(entity);
        for (const letter of await receiver.receiveMessages(length, { maxWaitTimeInMs: 1_000 }))
          await receiver.completeMessage(letter);
      }),
  };
}
