import { randomBytes } from 'node:crypto';
import { longestEvent } from '../../shared/domain/fit-event.ts';
import { scrubText } from '../../shared/domain/scrub.ts';
import type { Observation } from '../../shared/domain/snapshot.ts';
import { decide, recorded } from '../support/decide.ts';
import { keyOf } from '../support/key-of.ts';
import { readAll } from './read-all.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const key = keyOf('app:9NBLGGH4R315:1152921504621243487');

const texts: readonly (readonly [string, string])[] = [
  ['control characters', 'a\u0000b\u0001c\td\ne\r\nf\u007fg\u0085h'],
  ['line and paragraph separators', 'one\u2028two\u2029three'],
  ['halves of a surrogate pair', 'high \ud83d low \ude00 end \ud83d'],
  ['emoji of several code points', '👩🏽‍💻 passed 🇳🇴 ❤️'],
  ['right to left text with its marks', 'שגיאה \u202eabc\u202c خطأ في الحزمة'],
  ['combining marks, composed and not', 'e\u0301 \u00e9 ﬁ'],
  ['quotes, markup and OData syntax', `"';-- <script>alert('x')</script> &amp; %25 eq 'a' {0} \\u0041`],
  ['characters beyond the first plane at the end', `${'x'.repeat(500)}𝌆`],
];

/** Whatever the edge lets through of what Partner Center says is kept as it is, however long and strange. */
export function contentContract(open: () => Promise<StoreUnderTest>): void {
  describe('content', () => {
    it.each(texts)('keeps %s', async (_name, sent) => {
      const table = await open();
      const text = scrubText(sent);
      const first = decide(key, {
        state: text,
        name: text,
        errors: [{ severity: 'error', code: text, details: text }],
      });

      await table.store.commit(first.next, undefined, recorded(first));

      expect(await readAll(table, key)).toMatchObject({
        submission: first.next,
        history: first.events,
        unsent: first.events,
      });
    });

    it.each([29_000, 30_000, 32_000, 32_768, 33_000, 65_536, 70_000])(
      'keeps a text of %i characters',
      async (length) => {
        const table = await open();
        const details = 'é'.repeat(length);
        const first = decide(key, {
          state: 'CertificationFailed',
          errors: [{ severity: 'error', code: 'Long', details }],
        });

        await table.store.commit(first.next, undefined, recorded(first));

        expect(await readAll(table, key)).toMatchObject({ submission: first.next, history: first.events });
      },
    );

    it('keeps 10 MB of warnings whole in the snapshot and the history, and queues what fits', async () => {
      const table = await open();
      const first = decide(key, { state: 'Certification' });
      await table.store.commit(first.next, undefined, recorded(first));
      const { version } = await readAll(table, key);
      const second = decide(first.next, tenMegabytesOfWarnings());

      expect(await table.store.commit(second.next, version, recorded(second))).toBe('committed');

      const { submission, history, unsent } = await readAll(table, key);
      expect(submission).toEqual(second.next);
      expect(history).toEqual([...second.events, ...first.events]);
      const queued = unsent.at(-1);
      expect(queued?.id).toBe(second.events[0]?.id);
      expect(JSON.stringify(queued).length).toBeLessThanOrEqual(longestEvent);
      expect(queued?.data.omitted?.['issues']).toBeGreaterThan(0);
    });

    it('goes back to a short snapshot after a long one', async () => {
      const table = await open();
      const long = decide(key, tenMegabytesOfWarnings());
      await table.store.commit(long.next, undefined, recorded(long));
      const { version } = await readAll(table, key);
      const short = decide(long.next, { state: 'Release', warnings: [] });

      await table.store.commit(short.next, version, recorded(short));

      expect((await table.store.load(key))?.submission).toEqual(short.next);
    });

    it('keeps all that one read can bring, of every sort and at length', async () => {
      const table = await open();
      const first = decide(key, { state: 'Certification', rollout: null });
      await table.store.commit(first.next, undefined, recorded(first));
      const { version } = await readAll(table, key);
      const long = '長い説明文'.repeat(200);
      const many = Array.from({ length: 2_000 }, (_, index) => `${index} ${long}`);
      const second = decide(first.next, {
        state: `CertificationFailed${long}`,
        errors: many.map((details) => ({ severity: 'error', code: 'Long', details })),
        warnings: many.map((details) => ({ severity: 'warning', code: 'Long', details })),
        reports: many.map((name) => ({ url: `https://example.org/${encodeURIComponent(name.slice(0, 20))}` })),
        artifacts: many,
        rollout: { percentage: 5, status: long },
      });

      expect(await table.store.commit(second.next, version, recorded(second))).toBe('committed');

      const { submission, history, unsent } = await readAll(table, key);
      expect(second.events).toHaveLength(6);
      expect(submission).toEqual(second.next);
      expect(history).toEqual([...second.events.toReversed(), ...first.events]);
      expect(unsent.map(({ id }) => id)).toEqual([...first.events, ...second.events].map(({ id }) => id));
    });

    it('keeps 300 certification reports', async () => {
      const table = await open();
      const reports = Array.from({ length: 300 }, (_, index) => ({
        date: new Date(Date.UTC(2025, 0, 1, index)).toISOString(),
        url: `https://example.org/reports/${'p'.repeat(200)}/${index}`,
      }));
      const first = decide(key, { state: 'CertificationFailed', reports });

      await table.store.commit(first.next, undefined, recorded(first));

      const { submission, history } = await readAll(table, key);
      expect(submission?.snapshot?.reports).toEqual(reports);
      expect(history).toEqual(first.events);
    });

    it('keeps a state that is longer than a column', async () => {
      const table = await open();
      const first = decide(key, { state: `Odd${'😀'.repeat(40_000)}` });

      expect(await table.store.commit(first.next, undefined, recorded(first))).toBe('committed');

      expect((await table.store.load(key))?.submission.snapshot?.state).toBe(first.next.snapshot?.state);
    });
  });
}

/** Text that hardly compresses, so that its storage is as long as it looks. */
function tenMegabytesOfWarnings(): Observation {
  const warnings = Array.from({ length: 1_000 }, (_, index) => ({
    severity: 'warning' as const,
    code: `Warning${index}`,
    details: randomBytes(7_500).toString('base64'),
  }));
  return { state: 'Certification', warnings };
}
