import { joined } from '../../functions/joined.ts';
import type { Services } from '../../functions/services.ts';
import { readSlice } from '../../shared/adapters/service-bus/slice-queue.ts';
import { readConfig } from '../../shared/config.ts';
import { readEvent } from '../../shared/contract/received-event.ts';
import { checkHealth } from '../../shared/use-cases/check-health.ts';
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
  const config = readConfig(aLocalEnvironment());
  const health = async () => ({ ...table, channels: ['teams', 'slack'], limits: config.health, now: clock.now });
  let ids = 0;
  const services: Services = {
    config,
    now: clock.now,
    randomId() {
      ids += 1;
      return `random-${ids}`;
    },
    store: async () => table.store,
    queries: async () => table.queries,
    statistics: () => table.queries.statistics(),
    products: async () => table.products,
    setAside: async () => table.setAside,
    passLog: async () => table.passLog,
    publisher: async () => publisher,
    poll: async (log) => ({ ...dependencies, log }),
    relay: async (log) => ({ ...dependencies, log }),
    health,
    healthNow: joined(async () => checkHealth(await services.health()), clock.now),
    announceHealth: async (log) => ({ ...(await health()), publisher, source: config.eventSource, log }),
    notify: async (channel) => {
      throw new Error(`There is no channel ${channel.name} here`);
    },
    readEvent: async (body) => readEvent(body),
    wait: async () => undefined,
    readSlice: async (body) => readSlice(body),
    ...changes,
  };
  return { watcher, services };
}
