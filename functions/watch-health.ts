import type { TimerFunctionOptions } from '@azure/functions';
import type { Services } from './services.ts';

/** The timer that tells the topic when the watcher itself falls ill or is well again, and logs in one line what is charted of it. */
export function watchHealthFunction(services: Services): TimerFunctionOptions {
  const { schedules, partnerCenter } = services.config;
  return {
    schedule: schedules.health,
    runOnStartup: false,
    handler: async (_timer, context) => {
      const [{ announceHealth }, { forgetFailures }, { watcherMetrics }] = await Promise.all([
        import('../shared/use-cases/announce-health.ts'),
        import('../shared/use-cases/check-channels.ts'),
        import('../shared/domain/watcher-metrics.ts'),
      ]);
      const dependencies = await services.announceHealth(context);
      const health = await announceHealth(dependencies);
      context.info(
        `watcher: ${JSON.stringify(watcherMetrics(health, partnerCenter.requestsPerMinute, services.now()))}`,
      );
      if (health.reasons.length > 0) context.warn(`health: ${health.reasons.join(', ')}`);
      await forgetFailures(dependencies, dependencies.channels);
    },
  };
}
