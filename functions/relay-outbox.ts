import type { TimerFunctionOptions } from '@azure/functions';
import type { Services } from './services.ts';

/** The timer that sends what a crash, or a broker that was down, left in the outbox. */
export function relayOutboxFunction(services: Services): TimerFunctionOptions {
  return {
    schedule: services.config.schedules.relay,
    runOnStartup: false,
    handler: async (_timer, context) => {
      const { relayOutbox } = await import('../shared/use-cases/relay-outbox.ts');
      const signal = AbortSignal.timeout(services.config.poll.passSeconds * 1000);
      const { published, stopped } = await relayOutbox(await services.relay(context), signal);
      if (published + stopped > 0) context.info(`relay: ${published} published, ${stopped} submissions wait`);
    },
  };
}
