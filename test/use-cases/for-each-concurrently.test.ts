import { forEachConcurrently } from '../../shared/use-cases/for-each-concurrently.ts';

/** Work that ends when it is told to. */
function heldWork() {
  const running = new Map<number, { end(): void; fail(error: Error): void }>();
  const started: number[] = [];
  return {
    started,
    of: (item: number) => running.get(item),
    work(item: number): Promise<void> {
      started.push(item);
      return new Promise((resolve, reject) => {
        running.set(item, { end: resolve, fail: reject });
      });
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('forEachConcurrently', () => {
  it('starts as many as it may, and the next when one ends', async () => {
    const held = heldWork();
    const all = forEachConcurrently([1, 2, 3, 4], 2, held.work);

    await turn();
    expect(held.started).toEqual([1, 2]);
    held.of(2)?.end();
    await turn();
    expect(held.started).toEqual([1, 2, 3]);
    held.of(1)?.end();
    held.of(3)?.end();
    await turn();
    held.of(4)?.end();

    await expect(all).resolves.toBeUndefined();
    expect(held.started).toEqual([1, 2, 3, 4]);
  });

  it('starts nothing more after a failure, and waits for what runs', async () => {
    const held = heldWork();
    const failure = new Error('no');
    let ended = false;
    const all = forEachConcurrently([1, 2, 3, 4], 2, held.work).finally(() => {
      ended = true;
    });
    all.catch(() => undefined);

    await turn();
    held.of(1)?.fail(failure);
    await turn();
    expect(ended).toBe(false);
    held.of(2)?.end();

    await expect(all).rejects.toBe(failure);
    expect(held.started).toEqual([1, 2]);
  });

  it.each([1, 8])('ends at once without items (limit %i)', async (limit) => {
    await expect(forEachConcurrently([], limit, () => Promise.reject(new Error('no work')))).resolves.toBeUndefined();
  });
});
