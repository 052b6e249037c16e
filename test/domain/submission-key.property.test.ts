import fc from 'fast-check';
import { parseProductKey, parseSubmissionKey, submissionKey } from '../../shared/domain/submission-key.ts';

const long = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String);
const storeId = fc.stringMatching(/^[A-Z0-9]{4,20}$/);
const submissionId = fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/);
const guid = fc.uuid();
const keyText = fc
  .oneof(
    fc.tuple(fc.constant('hardware'), long, long),
    fc.tuple(fc.constantFrom('addon', 'app'), storeId, submissionId),
    fc.tuple(fc.constant('flight'), storeId, guid, submissionId),
    fc.tuple(fc.constant('msi'), guid, submissionId),
  )
  .map((parts) => parts.join(':'));

describe('any submission key', () => {
  it('is read and written back as it was, from its text and from its parts', () => {
    fc.assert(
      fc.property(keyText, (text) => {
        const key = parseSubmissionKey(text);
        expect(key?.text).toBe(text);
        const product = parseProductKey(key?.product.text ?? '');
        expect(product).toEqual(key?.product);
        expect(product && submissionKey(product, key?.submissionId ?? '')).toEqual(key);
      }),
    );
  });

  it('has one form, however ids are written', () => {
    fc.assert(
      fc.property(keyText, fc.boolean(), (text, upper) => {
        const [kind = '', ...ids] = text.split(':');
        const product = ids.slice(0, -1).map((id) => (upper ? id.toUpperCase() : id.toLowerCase()));
        expect(parseSubmissionKey([kind, ...product, ids.at(-1)].join(':'))?.text).toBe(text);
      }),
    );
  });

  it('holds nothing that a URL or a row key would have to escape, whatever the text', () => {
    const nearKey = fc
      .tuple(keyText, fc.string({ unit: 'binary', maxLength: 2 }), fc.nat(100))
      .map(([text, extra, at]) => {
        return text.slice(0, at) + extra + text.slice(at);
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearKey), (text) => {
        const key = parseSubmissionKey(text);
        if (key !== undefined) expect(key.text).toMatch(/^[A-Za-z0-9:-]+$/);
        expect(parseSubmissionKey(key?.text ?? '')).toEqual(key);
      }),
      { numRuns: 1_000 },
    );
  });
});
