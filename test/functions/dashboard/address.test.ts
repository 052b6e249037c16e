import fc from 'fast-check';
import { addressOf, noFilter, type Place, readPlace, start, toggled } from '../../../functions/dashboard/address.ts';
import { outcomes } from '../../../shared/domain/snapshot.ts';
import { kinds } from '../../../shared/domain/submission-key.ts';

const text = fc.string({ maxLength: 20 }).map((some) => some.trim());
const place: fc.Arbitrary<Place> = fc.oneof(
  fc.record({
    view: fc.constant('list' as const),
    filter: fc.record({
      text,
      kinds: fc.subarray([...kinds]),
      outcomes: fc.subarray([...outcomes]),
      product: text,
    }),
  }),
  fc.record({ view: fc.constant('submission' as const), key: text.filter((key) => key !== '') }),
  fc.record({ view: fc.constantFrom('products' as const, 'add' as const) }),
);

describe('the address of a place', () => {
  it('leads back to the place', () => {
    fc.assert(fc.property(place, (somewhere) => expect(readPlace(addressOf(somewhere))).toEqual(somewhere)));
  });

  it('is made to be read', () => {
    expect(addressOf({ view: 'submission', key: 'app:9NSAMPLEAPP1:115' })).toBe('?submission=app:9NSAMPLEAPP1:115');
    expect(addressOf({ view: 'list', filter: { ...noFilter, outcomes: ['failed', 'waiting'] } })).toBe(
      '?outcome=failed,waiting',
    );
    expect(addressOf(start)).toBe('?');
  });

  it('is read leniently', () => {
    expect(readPlace('?outcome=failed,burnt&outcome=waiting&kind=car&view=moon&zebra=1')).toEqual({
      view: 'list',
      filter: { ...noFilter, outcomes: ['waiting', 'failed'] },
    });
  });

  it('takes a choice out where it was in', () => {
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  });
});
