import { sideBySide } from '../../shared/adapters/table-storage/side-by-side.ts';

/** A source whose items come when the test says so. */
function source(...items: string[]) {
  const gates = items.map(() => Promise.withResolvers<void>());
  const seen = { begun: false, ended: false };
  async function* give(): AsyncGenerator<string> {
    seen.begun = true;
    try {
      for (const [index, item] of items.entries()) {
        await gates[index]?.promise;
        yield item;
      }
    } finally {
      seen.ended = true;
    }
  }
  return { items: give(), seen, let: (index: number) => gates[index]?.resolve() };
}

async function* failing(): AsyncGenerator<string> {
  yield await Promise.reject(new Error('The shard is down'));
}

describe('sources side by side', () => {
  it('give all that they have, each in its own order, whoever is slow', async () => {
    const [slow, fast] = [source('a1', 'a2'), source('b1', 'b2')];
    const given = sideBySide([slow.items, fast.items], 2);
    fast.let(0);
    fast.let(1);
    expect((await given.next()).value).toBe('b1');
    expect((await given.next()).value).toBe('b2');
    slow.let(0);
    slow.let(1);
    expect((await given.next()).value).toBe('a1');
    expect((await given.next()).value).toBe('a2');
    expect(await given.next()).toEqual({ value: undefined, done: true });
  });

  it('are asked no more at a time than is allowed', async () => {
    const all = [source('a'), source('b'), source('c')];
    const [first, , third] = all;
    const given = sideBySide(
      all.map(({ items }) => items),
      2,
    );
    first?.let(0);
    expect((await given.next()).value).toBe('a');
    expect(third?.seen.begun).toBe(false);
    for (const each of all) each.let(0);
    expect(new Set([(await given.next()).value, (await given.next()).value])).toEqual(new Set(['b', 'c']));
  });

  it('throw what one of them throws', async () => {
    const given = sideBySide([failing(), source('b').items, failing()], 3);
    await expect(given.next()).rejects.toThrow('The shard is down');
  });

  it('are closed when no more is wanted', async () => {
    const [one, other] = [source('a1', 'a2'), source('b1')];
    for (const each of [one, other]) each.let(0);
    for await (const _item of sideBySide([one.items, other.items], 2)) break;
    one.let(1);
    other.let(1);
    await new Promise(setImmediate);
    expect([one.seen.ended, other.seen.ended]).toEqual([true, true]);
  });

  it('give nothing where there is nothing', async () => {
    expect(await sideBySide([], 4).next()).toEqual({ value: undefined, done: true });
  });
});
