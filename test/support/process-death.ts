import type { PollDependencies } from '../../shared/use-cases/poll-submissions.ts';

export interface Death {
  /** The same ports as long as the process lives; every call of a dead one throws. */
  readonly dependencies: PollDependencies;
  /** Whether it came to the call at which it was to die. */
  died(): boolean;
}

/**
 * A process that is killed at one of its calls to the outside.
 * @param at number of that call, from 1; reading one more row of a query is a call.
 * @param when `before` the call reaches the other side, or `after` it took effect there.
 */
export function dyingAt(sound: PollDependencies, at: number, when: 'before' | 'after'): Death {
  let calls = 0;
  let dead = false;

  function die(): never {
    dead = true;
    throw new Error('the process was killed');
  }

  async function step<T>(call: () => Promise<T>): Promise<T> {
    if (dead) die();
    calls += 1;
    const isLast = calls === at;
    if (isLast && when === 'before') die();
    const result = await call();
    return isLast ? die() : result;
  }

  async function* rows<T>(query: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = query[Symbol.asyncIterator]();
    for (;;) {
      const { done, value } = await step(() => iterator.next());
      if (done) return;
      yield value;
    }
  }

  const { store, products, outbox, publisher, partnerCenter } = sound;
  const dependencies: PollDependencies = {
    ...sound,
    store: {
      load: (key) => step(() => store.load(key)),
      commit: (next, expected, events) => step(() => store.commit(next, expected, events)),
      reschedule: (changes) => step(() => store.reschedule(changes)),
      due: (now) => rows(store.due(now)),
      list: (page) => step(() => store.list(page)),
      history: (key, page) => step(() => store.history(key, page)),
    },
    products: {
      load: (key) => step(() => products.load(key)),
      save: (next, expected) => step(() => products.save(next, expected)),
      due: (now) => rows(products.due(now)),
      list: (page) => step(() => products.list(page)),
      submissionsOf: (key) => step(() => products.submissionsOf(key)),
    },
    outbox: {
      pending: (key) => rows(outbox.pending(key)),
      remove: (entry) => step(() => outbox.remove(entry)),
    },
    publisher: { publish: (event) => step(() => publisher.publish(event)) },
    partnerCenter: {
      read: (key, view, signal) => step(() => partnerCenter.read(key, view, signal)),
      list: (product, signal) => step(() => partnerCenter.list(product, signal)),
    },
  };
  return { dependencies, died: () => dead };
}
