import { type Kind, kinds, parseProductKey, parseSubmissionKey } from '../../shared/domain/submission-key.ts';
import { keyTexts } from '../support/a-submission-key.ts';

const flightId = '6f0a51c2-3d77-4e18-9b0d-84c1d2e3f405';
const msiId = '9b2d7c10-5a4e-4f6b-8c3d-2e1f0a9b8c7d';

describe('a submission key', () => {
  it.each(kinds)('of kind %s is read into its parts and written back as it was', (kind: Kind) => {
    const key = parseSubmissionKey(keyTexts[kind]);
    expect(key?.text).toBe(keyTexts[kind]);
    expect(key?.product.kind).toBe(kind);
    expect(key?.text).toBe(`${key?.product.text}:${key?.submissionId}`);
  });

  it('of a flight carries app, flight and submission', () => {
    expect(parseSubmissionKey(`flight:9NSAMPLE0APP:${flightId}:77`)).toEqual({
      text: `flight:9NSAMPLE0APP:${flightId}:77`,
      product: {
        text: `flight:9NSAMPLE0APP:${flightId}`,
        kind: 'flight',
        productId: '9NSAMPLE0APP',
        flightId,
      },
      submissionId: '77',
    });
  });

  it.each([
    ['addon:9nsample0adn:1', 'addon:9NSAMPLE0ADN:1'],
    [`flight:9nSample0App:${flightId.toUpperCase()}:1`, `flight:9NSAMPLE0APP:${flightId}:1`],
    [`msi:${msiId.toUpperCase()}:1`, `msi:${msiId}:1`],
  ])('written as %s has one canonical form', (written, canonical) => {
    expect(parseSubmissionKey(written)?.text).toBe(canonical);
  });

  it('keeps three hardware ids apart that are one and the same double', () => {
    const texts = ['1152921504621441930', '1152921504621441944', '1152921504621441946'].map(
      (id) => parseSubmissionKey(`hardware:13635057453741329:${id}`)?.submissionId,
    );
    expect(texts).toEqual(['1152921504621441930', '1152921504621441944', '1152921504621441946']);
  });

  it.each([
    ['nothing', ''],
    ['no separator', 'hardware'],
    ['a product key', 'hardware:13635057453741329'],
    ['no kind', ':1:2'],
    ['an unknown kind', 'driver:1:2'],
    ['a kind in other casing', 'Hardware:1:2'],
    ['no submission id', 'hardware:1:'],
    ['an id with a letter', 'hardware:1:2a'],
    ['an id with a leading zero', 'hardware:1:02'],
    ['an id of zero', 'hardware:0:2'],
    ['a negative id', 'hardware:1:-2'],
    ['an id beyond 63 bits', 'hardware:1:9223372036854775808'],
    ['a long id', `hardware:1:${'1'.repeat(40)}`],
    ['one part too many', 'hardware:1:2:3'],
    ['a short Store id', 'addon:9NS:1'],
    ['a long Store id', `app:${'A'.repeat(21)}:1`],
    ['a path in a Store id', 'addon:..%2F..%2Fapplications:1'],
    ['a way up', 'addon:9NSAMPLE0ADN:..'],
    ['a way up in an id', 'hardware:../1:2'],
    ['an encoded slash', 'app:9NSAMPLE0APP:1%2f2'],
    ['an encoded zero byte', 'app:9NSAMPLE0APP:1%00'],
    ['a zero byte', 'app:9NSAMPLE0APP:1\0'],
    ['a query', 'app:9NSAMPLE0APP:1?x=y'],
    ['a fragment', 'app:9NSAMPLE0APP:1#x'],
    ['a backslash', 'app:9NSAMPLE0APP:1\\2'],
    ['digits of another script', 'hardware:1:\u0661\u0662'],
    ['a letter of full width', 'app:\uff19NSAMPLE0APP:1'],
    ['a kilobyte of an id', `app:9NSAMPLE0APP:${'1'.repeat(1_024)}`],
    ['a kilobyte of a product', `app:${'9'.repeat(1_024)}:1`],
    ['a kilobyte of digits', `hardware:${'9'.repeat(1_024)}:1`],
    ['a slash in a submission id', 'addon:9NSAMPLE0ADN:1/status'],
    ['a row key separator', 'addon:9NSAMPLE0ADN:1|x'],
    ['a quote', "addon:9NSAMPLE0ADN:1' or '1"],
    ['a line break', 'addon:9NSAMPLE0ADN:1\n'],
    ['a letter that becomes two in capitals', 'addon:straße:1'],
    ['a letter that becomes ASCII in capitals', 'addon:9nſample0adn:1'],
    ['a flight without a flight id', 'flight:9NSAMPLE0APP:1'],
    ['a flight whose id is no GUID', 'flight:9NSAMPLE0APP:insiders:1'],
    ['an MSI product that is no GUID', 'msi:9NSAMPLE0APP:1'],
    ['blanks around it', ' addon:9NSAMPLE0ADN:1'],
  ])('is refused for %s', (_what, text) => {
    expect(parseSubmissionKey(text)).toBeUndefined();
  });

  it('takes the largest signed 64-bit number and no larger one', () => {
    expect(parseSubmissionKey('hardware:1:9223372036854775807')?.submissionId).toBe('9223372036854775807');
  });
});

describe('a product key', () => {
  it.each([
    'hardware:13635057453741329',
    'addon:9NSAMPLE0ADN',
    'app:9NSAMPLE0APP',
    `flight:9NSAMPLE0APP:${flightId}`,
    `msi:${msiId}`,
  ])('%s is read and written back as it was', (text) => {
    expect(parseProductKey(text)?.text).toBe(text);
  });

  it.each(['', 'hardware', 'hardware:', 'hardware:x', 'app:9NSAMPLE0APP:1', 'flight:9NSAMPLE0APP', 'driver:1'])(
    'is refused for "%s"',
    (text) => {
      expect(parseProductKey(text)).toBeUndefined();
    },
  );
});
