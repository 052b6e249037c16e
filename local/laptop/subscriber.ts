import { ServiceBusClient } from '@azure/service-bus';
import { eventLine, type WireEvent } from './event-line.ts';

/** A subscriber of the topic: prints each event in one line, completes its message, and tells `onEvent`. */
export function startSubscriber(options: {
  connectionString: string;
  topic: string;
  subscription: string;
  /** Whether the event is new; an event that came before is completed in silence. */
  onEvent: (event: WireEvent) => boolean;
  print: (line: string) => void;
}): { stop(): Promise<void> } {
  // The SDK's own half a minute between tries would make a restarted broker look like a hang.
  const client = new ServiceBusClient(options.connectionString, { retryOptions: { retryDelayInMs: 1_000 } });
  const receiver = client.createReceiver(options.topic, options.subscription);
  let stopping = false;
  /** What the broker that is away was said to be; it is tried each second and said once. */
  let said: string | undefined;
  receiver.subscribe(
    {
      async processMessage(message) {
        said = undefined;
        const event = message.body as WireEvent;
        if (options.onEvent(event)) options.print(eventLine(event));
      },
      async processError({ error }) {
        if (stopping || error.message === said) return;
        said = error.message;
        options.print(`subscriber: ${error.message} (it is tried again each second)`);
      },
    },
    { maxConcurrentCalls: 1 },
  );
  return {
    async stop() {
      stopping = true;
      await client.close();
    },
  };
}
