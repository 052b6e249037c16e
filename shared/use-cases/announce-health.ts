import { afterCheck, type WatcherHealth } from '../domain/watcher-health.ts';
import { DeliveryError } from '../errors.ts';
import type { EventPublisher } from '../ports/event-publisher.ts';
import type { Log } from '../ports/log.ts';
import type { SharedState } from '../ports/shared-state.ts';
import { checkHealth, type Health, type HealthDependencies } from './check-health.ts';

export interface AnnounceDependencies extends HealthDependencies {
  readonly watcherHealth: SharedState<WatcherHealth>;
  readonly publisher: EventPublisher;
  readonly source: string;
  readonly log: Log;
}

/**
 * Checks the watcher's health and tells the topic when it changed, once each. What to tell is stored before it is sent: a
 * broker that is down gets it later, in order, and two checks at once tell it once.
 */
export async function announceHealth(dependencies: AnnounceDependencies): Promise<Health> {
  const { watcherHealth, publisher, source, now, log } = dependencies;
  const health = await checkHealth(dependencies);
  const known = await watcherHealth.load();
  if (known !== undefined && known.value === undefined)
    log.error('health: what was last told cannot be read; it begins anew');
  const state = afterCheck(known?.value, health.reasons, now(), source);
  if ((await watcherHealth.save(state, known?.version)) === 'conflict') return health;

  for (const event of state.pending) {
    try {
      await publisher.publish(event);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      log.warn(`health: ${error.message}; it is told later`);
      return health;
    }
    log.warn(`health: ${event.data.message}`);
    await told(watcherHealth, event.id);
  }
  return health;
}

/** A conflict leaves it pending: it is sent once more, under the same id. */
async function told(watcherHealth: SharedState<WatcherHealth>, eventId: string): Promise<void> {
  const stored = await watcherHealth.load();
  if (stored?.value === undefined) return;
  const pending = stored.value.pending.filter(({ id }) => id !== eventId);
  await watcherHealth.save({ ...stored.value, pending }, stored.version);
}
