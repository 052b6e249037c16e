import { ServiceBusClient, type ServiceBusReceiver } from '@azure/service-bus';
import type { Delivery, Subscriber } from './subscriber.ts';

/** Receives with the unmodified SDK, and completes, whatever waits in a queue or subscription. */
export function createBusSubscriber(options: {
  readonly name: string;
  readonly dropsRepeats: boolean;
  readonly connectionString: string;
  readonly receiver: (client: ServiceBusClient) => ServiceBusReceiver;
}): Subscriber {
  const { name, dropsRepeats, connectionString, receiver } = options;
  return {
    name,
    dropsRepeats,
    async collect() {
      // Of its own for each time: the broker is killed in between.
      const client = new ServiceBusClient(connectionString);
      try {
        return await receiveAll(receiver(client));
      } finally {
        await client.close();
      }
    },
  };
}

const pageSize = 200;

async function receiveAll(receiver: ServiceBusReceiver): Promise<Delivery[]> {
  // Asked for exactly what is there, the receiver does not wait for more. Each peek goes on where the last one ended.
  let waiting = 0;
  for (let page = pageSize; page > 0; ) {
    page = (await receiver.peekMessages(pageSize)).length;
    waiting += page;
  }
  const received: Delivery[] = [];
  while (received.length < waiting) {
    const messages = await receiver.receiveMessages(waiting - received.length, { maxWaitTimeInMs: 10_000 });
    if (messages.length === 0) throw new Error(`Of ${waiting} messages that wait, ${received.length} were handed out`);
    for (const message of messages) {
      received.push({ messageId: String(message.messageId), event: message.body });
      await receiver.completeMessage(message);
    }
  }
  return received;
}
