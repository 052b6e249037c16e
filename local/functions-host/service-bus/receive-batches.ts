import { setTimeout } from 'node:timers/promises';
import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';

const retryMilliseconds = 1000;

/** Takes batch after batch, one at a time, until the signal. Closing waits for the end of the batch that is going on. */
export function receiveBatches(
  receiver: ServiceBusReceiver,
  largestBatch: number,
  signal: AbortSignal,
  process: (messages: ServiceBusReceivedMessage[]) => Promise<void>,
  report: (error: unknown) => void,
): { close(): Promise<void> } {
  const receiveUntilStopped = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const messages = await receiver.receiveMessages(largestBatch, { abortSignal: signal });
        if (messages.length > 0) {
          await process(messages);
        }
      } catch (error) {
        report(error);
        await setTimeout(retryMilliseconds, undefined, { signal }).catch(() => {});
      }
    }
  };
  const ended = receiveUntilStopped();
  return { close: () => ended };
}
