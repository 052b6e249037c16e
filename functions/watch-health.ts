import type { TimerFunctionOptions } from '@azure/functions';
import { announceHealth } from '../shared/use-cases/announce-health.ts';
import type { Services } from './services.ts';

/** The timer that tells the topic when the watcher itself falls ill or is well again. */
export function watchHealthFunction(services: Services): TimerFunctionOptions {
  return {
    schedule: services.config.schedules.health,
    runOnStartup: false,
    handler: async (_timer, context) => {
      const { reasons } = await announceHealth(await services.announceHealth(context));
      if (reasons.length > 0) context.warn(`health: ${reasons.join(', ')}`);
    },
  };
}
