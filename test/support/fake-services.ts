import type { Services } from '../../functions/services.ts';
import { readConfig } from '../../shared/config.ts';
import { createWatcher, type Watcher } from './a-watcher.ts';
import { aLocalEnvironment } from './an-environment.ts';

/** What functions run with, all of it fakes. */
export interface FakeServices {
  readonly watcher: Watcher;
  readonly services: Services;
}

/** @param changes stand in for single services. */
export function createFakeServices(changes: Partial<Services> = {}): FakeServices {
  const watcher = createWatcher();
  const { table, clock, publisher, dependencies } = watcher;
  const services: Services = {
    config: readConfig(aLocalEnvironment()),
    now: clock.now,
    store: async () => table.store,
    products: async () => table.products,
    passLog: async () => table.passLog,
    poll: async (log) => ({ ...dependencies, log }),
    relay: async (log) => ({ outbox: table.outbox, publisher, log }),
    health: async () => ({ passLog: table.passLog, outbox: table.outbox, now: clock.now }),
    ...changes,
  };
  return { watcher, services };
}
