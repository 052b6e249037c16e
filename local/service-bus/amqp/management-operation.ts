import type { Destination } from '../messaging/destination.ts';
import type { Rules } from '../messaging/rules.ts';
import type { Source } from '../messaging/source.ts';
import type { Reply } from './request-node.ts';

/** One entity as its `$management` node sees it; a topic has no source, a subscription no destination. */
export interface ManagedEntity {
  readonly source: Source | undefined;
  readonly destination: Destination | undefined;
  readonly rules: Rules | undefined;
}

/** @throws z.ZodError when the body lacks what the operation needs */
export type Operation = (body: unknown, entity: ManagedEntity) => Reply;
