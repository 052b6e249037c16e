import fc from 'fast-check';
import { parseExactJson, parseJson } from '../../shared/adapters/partner-center/exact-json.ts';
import { parseHardware } from '../../shared/adapters/partner-center/hardware.ts';
import { parseMsiExe, parseOngoing } from '../../shared/adapters/partner-center/msi-exe.ts';
import { parsePointers, parseStore } from '../../shared/adapters/partner-center/store.ts';
import { eventSchema } from '../../shared/contract/event.ts';
import { decideOnRead } from '../../shared/domain/decide.ts';
import { fitEvent } from '../../shared/domain/fit-event.ts';
import type { Observation } from '../../shared/domain/snapshot.ts';
import type { Kind } from '../../shared/domain/submission-key.ts';
import { UnreadableBodyError } from '../../shared/errors.ts';
import { aProductKey } from '../support/a-product.ts';
import { anUnreadSubmission, noon } from '../support/a-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { arbitraryBody } from '../support/arbitrary-body.ts';
import { someRules } from '../support/some-rules.ts';

/** What `read` gives, or undefined where it says that it cannot; anything else that it throws fails the test. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableBodyError) return undefined;
    throw error;
  }
}

const parsers: [Kind, (body: unknown) => Observation][] = [
  ['hardware', parseHardware],
  ['addon', parseStore],
  ['app', parseStore],
  ['flight', parseStore],
  ['msi', parseMsiExe],
];

describe('any body', () => {
  it.each(parsers)('of %s is unreadable, or makes events that are what the contract says', (kind, parse) => {
    let observed = 0;
    fc.assert(
      fc.property(arbitraryBody(kind), arbitraryBody(kind), (first, second) => {
        let current = anUnreadSubmission(aSubmissionKey(kind));
        for (const body of [first, second]) {
          const observation = readable(() => parse(body));
          if (observation === undefined) continue;
          observed += 1;
          const { next, events } = decideOnRead(current, observation, noon, someRules(), 0);
          for (const event of events) {
            expect(eventSchema.parse(event)).toEqual(event);
            expect(eventSchema.parse(fitEvent(event))).toEqual(fitEvent(event));
            expect(JSON.stringify(event)).not.toContain('sig=abc');
          }
          current = next;
        }
      }),
      { numRuns: 500 },
    );
    // Otherwise this would prove nothing.
    expect(observed).toBeGreaterThan(20);
  });

  it.each<[string, Kind, (body: unknown) => unknown]>([
    ['a product of the Store', 'app', (body) => parsePointers(aProductKey('app:9NSAMPLE0APP'), ofProduct(body))],
    ['an MSI/EXE product', 'msi', parseOngoing],
  ])('of %s is unreadable or read', (_what, kind, parse) => {
    let read = 0;
    fc.assert(
      fc.property(arbitraryBody(kind), (body) => {
        if (readable(() => [parse(body)]) !== undefined) read += 1;
      }),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(10);
  });
});

/** An answer has to be of the product that was asked for. */
function ofProduct(body: unknown): unknown {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isObject ? { ...body, id: '9NSAMPLE0APP' } : body;
}

describe('any text', () => {
  it('is JSON or unreadable', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readable(() => [parseExactJson(text)]) === undefined).toBe(
          readable(() => [parseJson(text)]) === undefined,
        );
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['a page', '<html><body>sig=secret</body></html>'],
    ['a signature', 'sig=secret'],
    ['a body cut short', '{"fileUploadUrl":"https://x/?sig=secret'],
    ['a trailing comma', '{"sig":"secret",}'],
    ['too deep to read', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ])('that is %s is unreadable, and the error does not repeat it', (_what, text) => {
    const error = (() => {
      try {
        return parseExactJson(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UnreadableBodyError);
    expect(String(error)).not.toContain('secret');
    expect(JSON.stringify((error as Error).cause)).not.toContain('secret');
  });

  it('of other JSON is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\d{16}/.test(text));
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('any 64-bit id', () => {
  const beyondDoubles = fc.oneof(
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
  );

  it('survives as the text that was sent, wherever it stands', () => {
    fc.assert(
      fc.property(beyondDoubles, (id) => {
        const text = `{"id": ${id}, "rows": [{"productId":${id}}], "name": "${id}"}`;
        expect(parseExactJson(text)).toEqual({
          id: String(id),
          rows: [{ productId: String(id) }],
          name: String(id),
        });
      }),
    );
  });

  it('that a double holds stays a number, and so do fractions and exponents', () => {
    expect(parseExactJson('[9007199254740991, -9007199254740991, 25.0, 0.1, 1e20, -0]')).toEqual([
      9007199254740991, -9007199254740991, 25, 0.1, 1e20, -0,
    ]);
  });
});
