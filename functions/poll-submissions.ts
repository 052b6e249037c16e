import type { TimerFunctionOptions } from '@azure/functions';
import type { Services } from './services.ts';

/** The timer that reads Partner Center. A pass ends before the host's `functionTimeout` would end it. */
export function pollSubmissionsFunction(services: Services): TimerFunctionOptions {
  const { schedules, poll } = services.config;
  return {
    schedule: schedules.poll,
    runOnStartup: false,
    handler: async (timer, context) => {
      if (timer.isPastDue) context.warn('poll: this pass is late');
      const { runRecordedPass } = await import('./recorded-pass.ts');
      await runRecordedPass(services, context, poll.passSeconds);
    },
  };
}
