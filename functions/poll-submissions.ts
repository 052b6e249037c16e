import type { TimerFunctionOptions } from '@azure/functions';
import type { PassSummary } from '../shared/ports.ts';
import { pollSubmissions } from '../shared/use-cases/poll-submissions.ts';
import type { Services } from './services.ts';

/** The timer that reads Partner Center. A pass ends before the host's `functionTimeout` would end it. */
export function pollSubmissionsFunction(services: Services): TimerFunctionOptions {
  const { schedules, poll } = services.config;
  return {
    schedule: schedules.poll,
    runOnStartup: false,
    handler: async (timer, context) => {
      if (timer.isPastDue) context.warn('poll: this pass is late');
      const startedAt = services.now().toISOString();
      const dependencies = await services.poll(context);
      const passLog = await services.passLog();
      let summary: PassSummary | undefined;
      try {
        summary = await pollSubmissions(dependencies, AbortSignal.timeout(poll.passSeconds * 1000));
        context.info(`poll: ${JSON.stringify(summary)}`);
      } finally {
        const endedAt = services.now().toISOString();
        await passLog.record({ startedAt, endedAt, ...(summary === undefined ? {} : { summary }) });
      }
    },
  };
}
