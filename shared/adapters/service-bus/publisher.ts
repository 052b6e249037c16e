import { isServiceBusError, type ServiceBusClient } from '@azure/service-bus';
import { DeliveryError } from '../../errors.ts';
import type { EventPublisher } from '../../ports/event-publisher.ts';
import { toMessage } from './message.ts';

const sendTimeoutMs = 20_000;

/** Sends to the topic over one link, which the SDK opens at the first event and again after it was lost. */
export function createPublisher(client: ServiceBusClient, topic: string): EventPublisher {
  const sender = client.createSender(topic);
  return {
    async publish(event, replayId) {
      try {
        await sender.sendMessages(toMessage(event, replayId), { abortSignal: AbortSignal.timeout(sendTimeoutMs) });
      } catch (cause) {
        throw new DeliveryError(`${event.id} was not sent (${codeOf(cause)})`, {
          retryable: isRetryable(cause),
          cause,
        });
      }
    },
  };
}

/** A message that is too large stays too large; everything else (refused connection, rights, a missing topic) can be mended. */
function isRetryable(cause: unknown): boolean {
  return !(isServiceBusError(cause) && cause.code === 'MessageSizeExceeded');
}

function codeOf(cause: unknown): string {
  if (isServiceBusError(cause)) return cause.code;
  return cause instanceof Error ? cause.name : 'unknown';
}
