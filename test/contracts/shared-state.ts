import type { SharedState } from '../../shared/ports/shared-state.ts';

/**
 * What every SharedState does.
 * @param open an empty one for each test.
 * @param values three that differ, the first of them with everything that such a value may have.
 */
export function sharedStateContract<T>(
  name: string,
  open: () => Promise<SharedState<T>>,
  values: readonly [T, T, T],
): void {
  const [whole, second, third] = values;

  describe(`shared state: ${name}`, () => {
    it('has nothing at first', async () => {
      const state = await open();

      expect(await state.load()).toBeUndefined();
    });

    it('gives back what was saved, and nothing of what was there before', async () => {
      const state = await open();
      for (const value of [whole, second, third, whole]) {
        const known = await state.load();
        expect(await state.save(value, known?.version)).toBe('committed');

        expect((await state.load())?.value).toEqual(value);
      }
    });

    it('refuses a save on an old version, and on none where there is one', async () => {
      const state = await open();
      await state.save(whole, undefined);
      const old = await state.load();
      await state.save(second, old?.version);

      expect(await state.save(third, old?.version)).toBe('conflict');
      expect(await state.save(third, undefined)).toBe('conflict');
      expect((await state.load())?.value).toEqual(second);
    });

    it('takes an old version for old also where the value is the same again', async () => {
      const state = await open();
      await state.save(whole, undefined);
      const old = await state.load();
      await state.save(second, old?.version);
      await state.save(whole, (await state.load())?.version);

      expect(await state.save(third, old?.version)).toBe('conflict');
    });

    it('lets one of many writers at once through', async () => {
      const state = await open();
      const first = await Promise.all(Array.from({ length: 8 }, () => state.save(whole, undefined)));
      const version = (await state.load())?.version;
      const later = await Promise.all(Array.from({ length: 8 }, () => state.save(second, version)));

      expect(first.filter((result) => result === 'committed')).toHaveLength(1);
      expect(later.filter((result) => result === 'committed')).toHaveLength(1);
    });
  });
}
