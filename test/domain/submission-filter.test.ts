import { hasWords, passesFilter, searchText } from '../../shared/domain/submission-filter.ts';
import { newlyTracked } from '../../shared/domain/tracked-submission.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { keyOf } from '../support/key-of.ts';

const key = keyOf('addon:9NSAMPLE0ADN:1152921505689378154');
const unread = newlyTracked(key, new Date('2026-03-02T08:00:00.000Z'));
const read = {
  ...unread,
  snapshot: aSnapshot({ name: 'Ｃontoso ﬁlter', state: 'CertificationFailed', outcome: 'failed' }),
};

describe('a submission passes', () => {
  it.each([
    {},
    { kinds: ['addon', 'app'] as const },
    { product: key.product },
    { outcomes: ['failed'] as const },
    { text: 'contoso FILTER' },
    { text: '  certification 9nsample  ' },
    { text: '' },
    { kinds: ['addon'] as const, product: key.product, outcomes: ['failed'] as const, text: 'contoso' },
  ])('%j', (filter) => {
    expect(passesFilter(read, filter)).toBe(true);
  });

  it.each([
    { kinds: ['hardware'] as const },
    { kinds: [] },
    { product: keyOf('addon:9NOTHER0ADN1:1').product },
    { outcomes: ['succeeded', 'waiting'] as const },
    { text: 'contoso publishing' },
    { kinds: ['addon'] as const, outcomes: ['draft'] as const },
  ])('but not %j', (filter) => {
    expect(passesFilter(read, filter)).toBe(false);
  });
});

it('has no outcome and no words but its key before its first read', () => {
  expect(passesFilter(unread, { outcomes: ['unknown'] })).toBe(false);
  expect(passesFilter(unread, { text: 'certification' })).toBe(false);
  expect(searchText(unread)).toBe(key.text.toLowerCase());
});

it('is searched in a text of limited length that splits no character', () => {
  const long = { ...unread, snapshot: aSnapshot({ name: '😀'.repeat(1_000), state: 'x' }) };
  const searched = searchText(long);
  expect(searched.length).toBeLessThanOrEqual(500);
  expect(searched.isWellFormed()).toBe(true);
});

it('has every word where none is asked for', () => {
  expect(hasWords('', undefined)).toBe(true);
});
