import type { ServiceBusQueueFunctionOptions } from '@azure/functions';
import type { Services } from './services.ts';

/** The queue trigger that reads a slice of a pass. Azure starts as many instances as the queue asks for. */
export function pollSliceFunction(services: Services): ServiceBusQueueFunctionOptions {
  const { poll, serviceBus } = services.config;
  return {
    connection: 'ServiceBusConnection',
    queueName: serviceBus.sliceQueueBinding,
    handler: async (body, context) => {
      const slice = await services.readSlice(body);
      if (slice === undefined) {
        // Thrown, it would come again until it is dead-lettered; it is not ours, whoever put it there.
        context.error('slice: a message that is no slice is dropped');
        return;
      }
      const { pollSlice } = await import('../shared/use-cases/poll-slice.ts');
      const again = Number(context.triggerMetadata?.['deliveryCount'] ?? 1) > 1;
      const signal = AbortSignal.timeout(poll.passSeconds * 1000);
      const summary = await pollSlice(await services.poll(context), slice, again, signal);
      context.info(`slice: ${JSON.stringify({ slice: slice.id, ...summary })}`);
    },
  };
}
