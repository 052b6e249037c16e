import type { PollDependencies } from '../../shared/use-cases/poll-submissions.ts';

interface Death {
  /** The same ports as long as the process lives; every call of a dead one throws. */
  readonly dependencies: PollDependencies;
  /** Whether it came to the call at which it was to die. */
  died(): boolean;
}

/** They give rows one by one; everything else is one call. */
const queries = new Set(['due', 'pending', 'changes']);

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

  function mortal<T extends object>(port: T): T {
    const methods = Object.entries(port).map(([name, method]: [string, (...given: unknown[]) => unknown]) => [
      name,
      (...given: unknown[]) =>
        queries.has(name) ? rows(method(...given) as AsyncIterable<unknown>) : step(async () => method(...given)),
    ]);
    return Object.fromEntries(methods) as T;
  }

  const dependencies: PollDependencies = {
    ...sound,
    store: mortal(sound.store),
    products: mortal(sound.products),
    outbox: mortal(sound.outbox),
    setAside: mortal(sound.setAside),
    budgets: { devCenter: mortal(sound.budgets.devCenter), store: mortal(sound.budgets.store) },
    planned: mortal(sound.planned),
    sliceQueue: { send: (slices) => step(() => sound.sliceQueue.send(slices)) },
    publisher: { publish: (event) => step(() => sound.publisher.publish(event)) },
    partnerCenter: {
      read: (key, view, signal) => step(() => sound.partnerCenter.read(key, view, signal)),
      list: (product, signal) => step(() => sound.partnerCenter.list(product, signal)),
    },
  };
  return { dependencies, died: () => dead };
}
