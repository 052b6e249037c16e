import type { TableClient } from '@azure/data-tables';
import type { ApiHost } from '../../domain/api-host.ts';
import type { Budget } from '../../domain/budget.ts';
import type { WatcherHealth } from '../../domain/watcher-health.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { Outbox } from '../../ports/outbox.ts';
import type { PassLog } from '../../ports/pass-log.ts';
import type { ProductStore } from '../../ports/product-store.ts';
import type { SetAside } from '../../ports/set-aside.ts';
import type { SharedState } from '../../ports/shared-state.ts';
import type { SubmissionQueries } from '../../ports/submission-queries.ts';
import type { SubmissionStore } from '../../ports/submission-store.ts';
import { createDeliveryLog } from './delivery-log.ts';
import { createOutbox } from './outbox.ts';
import { createPassLog } from './pass-log.ts';
import { createProductStore } from './product-store.ts';
import { createSetAside } from './set-aside.ts';
import { budgetState, plannedState, watcherHealthState } from './shared-state.ts';
import { createSubmissionQueries } from './submission-queries.ts';
import { createSubmissionStore } from './submission-store.ts';

/** Everything that is kept in the one table. */
export interface TableAdapters {
  readonly store: SubmissionStore;
  readonly queries: SubmissionQueries;
  readonly products: ProductStore;
  readonly outbox: Outbox;
  readonly setAside: SetAside;
  readonly passLog: PassLog;
  readonly budgets: Readonly<Record<ApiHost, SharedState<Budget>>>;
  readonly planned: SharedState<{ readonly until: string }>;
  readonly watcherHealth: SharedState<WatcherHealth>;
  readonly deliveries: DeliveryLog;
}

export function createTableAdapters(client: TableClient, now: () => Date): TableAdapters {
  return {
    store: createSubmissionStore(client),
    queries: createSubmissionQueries(client),
    products: createProductStore(client),
    outbox: createOutbox(client, now),
    setAside: createSetAside(client),
    passLog: createPassLog(client),
    budgets: { devCenter: budgetState(client, 'devCenter'), store: budgetState(client, 'store') },
    planned: plannedState(client),
    watcherHealth: watcherHealthState(client),
    deliveries: createDeliveryLog(client),
  };
}
