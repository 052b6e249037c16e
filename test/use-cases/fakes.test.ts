import { eventPublisherContract } from '../contracts/event-publisher.ts';
import { outboxContract } from '../contracts/outbox.ts';
import { passLogContract } from '../contracts/pass-log.ts';
import { productStoreContract } from '../contracts/product-store.ts';
import { setAsideContract } from '../contracts/set-aside.ts';
import { sharedStatesContract } from '../contracts/shared-states.ts';
import { sliceQueueContract } from '../contracts/slice-queue.ts';
import { submissionQueriesContract } from '../contracts/submission-queries.ts';
import { submissionStoreContract } from '../contracts/submission-store.ts';
import { createFixedClock } from '../support/fixed-clock.ts';
import { createInMemoryTable } from '../support/in-memory-table.ts';
import { createRecordingPublisher } from '../support/recording-publisher.ts';
import { createRecordingSliceQueue } from '../support/recording-slice-queue.ts';

// What the use-cases are tested with does what the real adapters do.
describe('in memory', () => {
  submissionStoreContract(async () => createInMemoryTable());
  submissionQueriesContract(async () => createInMemoryTable());
  outboxContract(async () => createInMemoryTable());
  productStoreContract(async () => createInMemoryTable());
  setAsideContract(async () => createInMemoryTable());
  sharedStatesContract(async () => createInMemoryTable());

  sliceQueueContract(async () => {
    const clock = createFixedClock();
    const queue = createRecordingSliceQueue(clock.now);
    return {
      queue,
      clock,
      received: async () => queue.receive(),
      takeAway: async () => queue.refuse(true),
    };
  });

  passLogContract(async () => createInMemoryTable().passLog);

  eventPublisherContract(async () => {
    const publisher = createRecordingPublisher();
    let received = 0;
    return {
      publisher,
      async delivered(count) {
        received += count;
        return publisher.delivered().slice(received - count, received);
      },
      async takeAway() {
        publisher.refuse(() => ({ retryable: true }));
      },
      async bringBack() {
        publisher.refuse(undefined);
      },
    };
  });
});
