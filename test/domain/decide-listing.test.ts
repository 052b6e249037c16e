import { eventSchema } from '../../shared/contract/event.ts';
import { decideOnListFailure, decideOnListing, type Listing } from '../../shared/domain/decide-listing.ts';
import { submissionKey } from '../../shared/domain/submission-key.ts';
import { never, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { newlyWatched, type WatchedProduct } from '../../shared/domain/watched-product.ts';
import { aProduct, aProductKey } from '../support/a-product.ts';
import { aSubmission, noon, secondsAfterNoon } from '../support/a-submission.ts';
import { someRules } from '../support/some-rules.ts';

const rules = someRules();
const at = noon.toISOString();
const known = (id: string, overrides: Partial<TrackedSubmission> = {}, product = aProduct()) =>
  aSubmission({ key: submissionKey(product.key, id), ...overrides });
const listed = (product: WatchedProduct, listing: Listing, rows: readonly TrackedSubmission[] = []) =>
  decideOnListing(product, listing, rows, noon, rules);
const ids = (rows: readonly { readonly key: { readonly submissionId: string } }[]) =>
  rows.map((row) => row.key.submissionId);

describe('the first list of a watched product', () => {
  it('tracks what is there without announcing it as new', () => {
    const fresh = newlyWatched(aProductKey(), secondsAfterNoon(-60));
    const { product, found, woken } = listed(fresh, {
      submissionIds: ['2', '1'],
      pendingId: '2',
      lastPublishedId: '1',
    });
    expect(
      found.map(({ submission, events }) => [submission.key.submissionId, submission.sequence, events.length]),
    ).toEqual([
      ['1', 0, 0],
      ['2', 0, 0],
    ]);
    expect(woken).toEqual([]);
    expect(product).toMatchObject({ baselineAt: at, lastCheckedAt: at, pendingId: '2', lastPublishedId: '1' });
  });
});

describe('a later list', () => {
  it('announces a submission that was not there, and has it read at once', () => {
    const { found } = listed(aProduct(), { submissionIds: ['1', '2'] }, [known('1')]);
    expect(found).toHaveLength(1);
    expect(found[0]?.submission).toMatchObject({ tracked: true, sequence: 1, nextPollAt: at, lastChangedAt: at });
    expect(found[0]?.events.map((event) => eventSchema.parse(event))).toMatchObject([
      { type: 'submissionwatch.submission.discovered.v1', sequence: '0000000001', subject: 'addon:9NSAMPLE0ADN:2' },
    ]);
  });

  it('finds three hardware submissions whose ids are one double, oldest first', () => {
    const product = aProduct({ key: aProductKey('hardware:13635057453741329') });
    const submissionIds = ['1152921504621441946', '99', '1152921504621441930', '1152921504621441944', '99'];
    const { found } = listed(product, { submissionIds });
    expect(ids(found.map(({ submission }) => submission))).toEqual([
      '99',
      '1152921504621441930',
      '1152921504621441944',
      '1152921504621441946',
    ]);
  });

  it('has a pending one that retired read once a day: mended and handed in again it keeps its id', () => {
    const listing = { submissionIds: ['1', '2'], pendingId: '2', lastPublishedId: '1' };
    const product = aProduct({ pendingId: '2', lastPublishedId: '1' });
    const retired = { nextPollAt: never, lastCheckedAt: secondsAfterNoon(-24 * 3_600).toISOString() };
    const rows = [known('1', retired), known('2', retired)];
    expect(listed(product, listing, rows).woken).toEqual([{ ...rows[1], nextPollAt: at }]);

    const lately = secondsAfterNoon(-3_600).toISOString();
    const failed = { ...retired, lastFailure: { reason: 'not-found' as const, at: lately } };
    const others = [
      { ...retired, lastCheckedAt: lately },
      failed,
      { ...retired, tracked: false },
      { nextPollAt: lately },
    ];
    for (const other of others) expect(listed(product, listing, [known('2', other)]).woken).toEqual([]);
  });

  it('keeps of a name what fits into the row of the product', () => {
    const { product } = listed(aProduct(), { submissionIds: [], name: 'x'.repeat(40_000) });
    expect(product.name).toHaveLength(1_000);
  });

  it('sorts ids that are no numbers too, and takes equal ones once', () => {
    const { found } = listed(aProduct(), { submissionIds: ['b-1', 'a-1', 'b-1'] });
    expect(ids(found.map(({ submission }) => submission))).toEqual(['a-1', 'b-1']);
  });

  it('leaves alone what a person untracked', () => {
    const rows = [known('1', { tracked: false })];
    const { found, woken } = listed(aProduct(), { submissionIds: ['1'], pendingId: '1' }, rows);
    expect([found, woken]).toEqual([[], []]);
  });

  it('sets the product back on its schedule', () => {
    const lastFailure = { reason: 'timeout', at } as const;
    const { product } = listed(aProduct({ failures: 3, lastFailure, name: 'old' }), {
      submissionIds: [],
      name: 'Maps',
    });
    expect(product).toMatchObject({ name: 'Maps', failures: 0, baselineAt: aProduct().baselineAt });
    expect(product).not.toHaveProperty('lastFailure');
    expect(product.nextPollAt).toBe(secondsAfterNoon(rules.cadence.productSeconds).toISOString());
  });

  it('keeps a name that it does not state, and forgets a pointer that is gone', () => {
    const { product } = listed(aProduct({ name: 'Maps', pendingId: '1', lastPublishedId: '0' }), { submissionIds: [] });
    expect(product.name).toBe('Maps');
    expect(product).not.toHaveProperty('pendingId');
    expect(product).not.toHaveProperty('lastPublishedId');
  });
});

describe('a pointer that moved', () => {
  const rows = [known('1'), known('2'), known('3')];
  const before = aProduct({ pendingId: '2', lastPublishedId: '1' });

  it('from pending to published wakes the one that was published and the one it replaced', () => {
    const { woken } = listed(before, { submissionIds: ['2'], lastPublishedId: '2' }, rows);
    expect(ids(woken)).toEqual(['1', '2']);
    for (const submission of woken) {
      expect(submission.nextPollAt).toBe(at);
      expect(submission).not.toHaveProperty('withdrawn');
    }
  });

  it('to nothing takes the pending one for deleted', () => {
    const { woken } = listed(before, { submissionIds: ['1'], lastPublishedId: '1' }, rows);
    expect(woken.map(({ key, withdrawn }) => [key.submissionId, withdrawn])).toEqual([['2', true]]);
  });

  it('to another pending one wakes both', () => {
    const { woken } = listed(before, { submissionIds: ['3', '1'], pendingId: '3', lastPublishedId: '1' }, rows);
    expect(woken.map(({ key, withdrawn }) => [key.submissionId, withdrawn])).toEqual([
      ['2', true],
      ['3', undefined],
    ]);
  });

  it('wakes nothing where none moved', () => {
    expect(listed(before, { submissionIds: ['2', '1'], pendingId: '2', lastPublishedId: '1' }, rows).woken).toEqual([]);
  });
});

describe('a list call that failed', () => {
  it('says nothing of any submission and is repeated later and later', () => {
    const product = aProduct({ pendingId: '2' });
    const once = decideOnListFailure(product, { reason: 'unavailable' }, noon, rules, 0);
    expect(once).toEqual({
      ...product,
      failures: 1,
      lastFailure: { reason: 'unavailable', at },
      nextPollAt: secondsAfterNoon(rules.cadence.productSeconds).toISOString(),
    });
    const twice = decideOnListFailure(once, { reason: 'unavailable' }, noon, rules, 1);
    expect(twice.nextPollAt).toBe(secondsAfterNoon(rules.cadence.productSeconds * 2 * 1.5).toISOString());
  });
});
