export interface Heap<T> {
  readonly size: number;
  push(item: T): void;
  /** The item with the smallest key, left in place. */
  peek(): T | undefined;
  pop(): T | undefined;
}

/** A binary heap, smallest key first. */
export function createHeap<T>(keyOf: (item: T) => number): Heap<T> {
  const items: T[] = [];
  const keyAt = (index: number) => {
    const item = items[index];
    return item === undefined ? Number.POSITIVE_INFINITY : keyOf(item);
  };

  function swap(a: number, b: number): void {
    const [first, second] = [items[a], items[b]];
    if (first === undefined || second === undefined) return;
    items[a] = second;
    items[b] = first;
  }

  function rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (keyAt(parent) <= keyAt(index)) return;
      swap(index, parent);
      index = parent;
    }
  }

  function sink(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const smaller = keyAt(left + 1) < keyAt(left) ? left + 1 : left;
      if (keyAt(index) <= keyAt(smaller)) return;
      swap(index, smaller);
      index = smaller;
    }
  }

  return {
    get size() {
      return items.length;
    },
    push(item) {
      items.push(item);
      rise(items.length - 1);
    },
    peek: () => items[0],
    pop() {
      swap(0, items.length - 1);
      const item = items.pop();
      sink();
      return item;
    },
  };
}
