import { eventPublisherContract } from '../contracts/event-publisher.ts';
import { outboxContract } from '../contracts/outbox.ts';
import { passLogContract } from '../contracts/pass-log.ts';
import { productStoreContract } from '../contracts/product-store.ts';
import { submissionStoreContract } from '../contracts/submission-store.ts';
import { createInMemoryTable } from '../support/in-memory-table.ts';
import { createRecordingPublisher } from '../support/recording-publisher.ts';

// What the use-cases are tested with does what the real adapters do.
describe('in memory', () => {
  submissionStoreContract(async () => createInMemoryTable());
  outboxContract(async () => createInMemoryTable());
  productStoreContract(async () => createInMemoryTable());
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
