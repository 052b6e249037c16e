import { differenceOfLists, type Listed } from './listings.ts';

const [old, fresh, unread]: Listed[] = [
  { key: 'a', trackedAt: '2026-01-01T00:00:00.000Z', lastChangedAt: '2026-01-02T00:00:00.000Z' },
  { key: 'b', trackedAt: '2026-01-01T00:00:00.000Z', lastChangedAt: '2026-01-04T00:00:00.000Z' },
  { key: 'c', trackedAt: '2026-01-03T00:00:00.000Z' },
] as [Listed, Listed, Listed];
const byKey = [old, fresh, unread];

it('is content with the same submissions, newest first', () => {
  expect(differenceOfLists(byKey, [fresh, unread, old])).toBeUndefined();
  expect(differenceOfLists([], [])).toBeUndefined();
});

it.each([
  ['lost', 'that is missing', [fresh, old]],
  ['double', 'that comes twice', [fresh, unread, unread, old]],
  ['unexplained', 'that is tracked no more', [fresh, unread, { ...old, key: 'd' }, old]],
  ['unexplained', 'out of order', [fresh, old, unread]],
])('calls %s one %s', (kind, _what, byChange) => {
  expect(differenceOfLists(byKey, byChange)).toMatchObject({ kind, about: 'the list by last change' });
});
