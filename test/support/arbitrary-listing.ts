import fc from 'fast-check';

/**
 * Answers of list calls as text, as they come over the wire: right ones, ones in which a field is missing or of any other type, ones
 * that are cut short, and no JSON at all. Texts, because some of what a sender can write (`__proto__`, numbers beyond 2^53) no
 * object literal holds.
 */

const rightId = fc
  .oneof(
    fc.constantFrom(1n, 2n, 3n, 1_152_921_504_621_441_930n, 2n ** 63n - 1n),
    fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
  )
  .map(String);
const wrongId = fc.constantFrom(
  '0',
  '-1',
  '1.5',
  '1e30',
  String(2n ** 63n),
  '"../1"',
  '"1|x"',
  '"1\' or \'1"',
  '"%2f"',
  'null',
  '{}',
  '[]',
);
const hosts = fc.constantFrom(
  '',
  'https://evil.example',
  '//evil.example',
  'https://manage.devcenter.microsoft.com@evil.example',
  'javascript:',
  '\\\\evil.example',
  '..',
);
const pageToken = fc.oneof(
  fc.constantFrom('a', 'b', 'a+b/c==', '../../..', 'x&pageSize=1#', '\u0000', '', 'x'.repeat(5_000)),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const anyJson = fc.oneof(fc.json(), fc.constantFrom('null', '0', '""', '[]', '{}', '"sig=abc"'));
/** Now and then something else than what belongs there. */
const mostly = (right: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: anyJson });

const text = (value: string) => JSON.stringify(value);
const listOf = (items: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(items, { maxLength }).map((all) => `[${all.join()}]`);
const objectOf = (fields: Readonly<Record<string, fc.Arbitrary<string>>>) =>
  fc
    .tuple(
      fc.record(fields),
      fc.constantFrom('', '"__proto__":{"polluted":true},', '"constructor":{"prototype":{"polluted":true}},'),
    )
    .map(
      ([all, hostile]) =>
        `{${hostile}${Object.entries(all)
          .map(([name, value]) => `${text(name)}:${value}`)
          .join()}}`,
    );

const row = mostly(
  objectOf({
    id: fc.oneof({ weight: 60, arbitrary: fc.oneof(rightId, rightId.map(text)) }, { weight: 1, arbitrary: wrongId }),
    name: anyJson,
  }),
);
const link = mostly(
  objectOf({
    rel: mostly(fc.constantFrom('"next_link"', '"next_link"', '"self"')),
    href: mostly(
      fc
        .tuple(hosts, pageToken)
        .map(([host, token]) => text(`${host}/v2.0/x?continuationToken=${encodeURIComponent(token.toWellFormed())}`)),
    ),
  }),
);
const hardwarePage = objectOf({ value: mostly(listOf(row, 6)), links: mostly(listOf(link, 2)) });

const pointer = mostly(
  objectOf({
    id: fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom('"1"', '1152921504621441930', '"abc-1"', '""', 'null') },
      { weight: 1, arbitrary: wrongId },
    ),
    resourceLocation: hosts.map((host) => text(`${host}/v1.0/my/x`)),
  }),
);
/** Of any of the three kinds. @param ids of the product, so that answers are of it. */
function storeProduct(ids: { readonly id: string; readonly flightId?: string }): fc.Arbitrary<string> {
  return objectOf({
    id: mostly(fc.constant(text(ids.id))),
    flightId: mostly(fc.constant(text(ids.flightId ?? ''))),
    primaryName: mostly(fc.constant('"See https://x.example/?sv=1&sig=abc"')),
    pendingInAppProductSubmission: pointer,
    lastPublishedInAppProductSubmission: pointer,
    pendingApplicationSubmission: pointer,
    lastPublishedApplicationSubmission: pointer,
    pendingFlightSubmission: pointer,
    lastPublishedFlightSubmission: pointer,
  });
}

const msiProduct = objectOf({
  isSuccess: mostly(fc.constant('true')),
  errors: mostly(fc.constant('[]')),
  responseData: mostly(objectOf({ ongoingSubmissionId: fc.oneof(fc.constantFrom('"1"', '""', 'null', '7'), wrongId) })),
});

/** Now and then cut short, or something else. */
function sent(right: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const cut = fc.tuple(right, fc.nat(2_000)).map(([whole, length]) => whole.slice(0, length));
  return fc.oneof({ weight: 20, arbitrary: right }, cut, anyJson, fc.string({ unit: 'binary' }));
}

export const hardwarePages = fc.array(sent(hardwarePage), { minLength: 1, maxLength: 5 });
export const storeProducts = (ids: Parameters<typeof storeProduct>[0]) => sent(storeProduct(ids));
export const msiProducts = sent(msiProduct);
