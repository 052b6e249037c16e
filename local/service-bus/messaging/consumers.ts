/** A link that takes messages from a queue. */
interface Consumer {
  /** Has credit, and its peer accepts more. */
  hasRoom(): boolean;
  /** Takes one message; false when there is none for it. */
  take(): boolean;
}

export interface Consumers {
  add(consumer: Consumer): void;
  remove(consumer: Consumer): void;
  /** Hands out what there is now. */
  serve(): void;
  /** Hands out at the end of the current operation: the queue calls this while it is changing. */
  wake(): void;
}

/** The competing consumers of one queue, served in turn. */
export function createConsumers(): Consumers {
  const consumers: Consumer[] = [];
  let turn = 0;
  let woken = false;

  function serve(): void {
    for (let refused = 0; refused < consumers.length; ) {
      turn = (turn + 1) % consumers.length;
      const consumer = consumers[turn];
      const served = consumer?.hasRoom() && consumer.take();
      refused = served ? 0 : refused + 1;
    }
  }

  return {
    add: (consumer) => consumers.push(consumer),
    remove(consumer) {
      const index = consumers.indexOf(consumer);
      if (index >= 0) consumers.splice(index, 1);
    },
    serve,
    wake() {
      if (woken) return;
      woken = true;
      queueMicrotask(() => {
        woken = false;
        serve();
      });
    },
  };
}
