import fc from 'fast-check';
import type { Exchange } from '../../shared/adapters/partner-center/exchange.ts';
import { listHardware } from '../../shared/adapters/partner-center/hardware-list.ts';
import { listMsiExe } from '../../shared/adapters/partner-center/msi-exe.ts';
import { listStore } from '../../shared/adapters/partner-center/store.ts';
import { eventSchema } from '../../shared/contract/event.ts';
import { decideOnListing } from '../../shared/domain/decide-listing.ts';
import { isSubmissionId, type Kind, type ProductKey, parseSubmissionKey } from '../../shared/domain/submission-key.ts';
import type { ListResult } from '../../shared/ports/partner-center.ts';
import { aProduct } from '../support/a-product.ts';
import { noon } from '../support/a-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { hardwarePages, msiProducts, storeProducts } from '../support/arbitrary-listing.ts';
import { someRules } from '../support/some-rules.ts';

const apiUrl = 'https://manage.devcenter.microsoft.com/';
const noSignal = new AbortController().signal;

/** Answers with the pages, the last one again and again. */
function answering(pages: readonly string[]): { readonly exchange: Exchange; readonly paths: string[] } {
  const paths: string[] = [];
  return {
    paths,
    async exchange(_kind, path) {
      const body = pages[Math.min(paths.length, pages.length - 1)] ?? '';
      paths.push(path);
      return { body, headers: new Headers(), requests: 1 };
    },
  };
}

function expectSound(product: ProductKey, result: ListResult): void {
  expect(JSON.stringify(result)).not.toContain('sig=abc');
  expect({}).not.toHaveProperty('polluted');
  if (result.outcome === 'failed') {
    expect(result.failure).toMatchObject({ reason: 'invalid-body', status: 200 });
    return;
  }
  const { submissionIds } = result.listing;
  expect(submissionIds.filter((id) => !isSubmissionId(product.kind, id))).toEqual([]);
  const { found } = decideOnListing(aProduct({ key: product }), result.listing, [], noon, someRules());
  expect(found.map(({ submission }) => submission.key.submissionId).sort()).toEqual([...new Set(submissionIds)].sort());
  for (const { submission, events } of found) {
    expect(parseSubmissionKey(submission.key.text)).toEqual(submission.key);
    for (const event of events) expect(eventSchema.parse(event)).toEqual(event);
  }
}

/** The ids of a page that are in it as they should be, or undefined where not all of it is as it should be. */
function idsOf(page: string): readonly string[] | undefined {
  const ids = [...page.matchAll(/"id":"?(\d+)"?,"name"/g)].map(([, id = '']) => id);
  return ids.every((id) => isSubmissionId('hardware', id)) ? ids : undefined;
}

describe('any list', () => {
  const { product } = aSubmissionKey('hardware');

  it('of hardware, over any pages, is whole or unreadable, ends, and is asked of the configured host alone', async () => {
    const outcomes = { listed: 0, failed: 0, ofMany: 0 };
    await fc.assert(
      fc.asyncProperty(hardwarePages, async (pages) => {
        const { exchange, paths } = answering(pages);
        const result = await listHardware(exchange, product, noSignal);
        expectSound(product, result);
        expect(paths.length).toBeLessThanOrEqual(50);
        expect(result.requests).toBe(paths.length);
        const path = `/v2.0/my/hardware/products/${product.productId}/submissions`;
        for (const asked of paths) {
          const url = new URL(asked, apiUrl);
          expect([url.origin, url.pathname]).toEqual([new URL(apiUrl).origin, path]);
          expect(
            [...url.searchParams.keys()].filter((name) => !['continuationToken', 'pageSize'].includes(name)),
          ).toEqual([]);
        }
        outcomes[result.outcome] += 1;
        if (result.outcome === 'listed') {
          // No page that was read lost one of its rows.
          const read = paths.map((_, index) => pages[Math.min(index, pages.length - 1)] ?? '');
          expect(result.listing.submissionIds).toEqual(read.flatMap((page) => idsOf(page) ?? ['an id that is none']));
          if (paths.length > 1) outcomes.ofMany += 1;
        }
      }),
      { numRuns: 1_000 },
    );
    // Otherwise this would have tried one way alone.
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(50);
  });

  it.each<Kind>(['addon', 'app', 'flight', 'msi'])('of the kind %s is sound or unreadable', async (kind) => {
    const { product } = aSubmissionKey(kind);
    const { productId: id, flightId } = product;
    const bodies =
      kind === 'msi' ? msiProducts : storeProducts({ id, ...(flightId === undefined ? {} : { flightId }) });
    const outcomes = { listed: 0, failed: 0 };
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const { exchange, paths } = answering([body]);
        const result = await (kind === 'msi' ? listMsiExe : listStore)(exchange, product, noSignal);
        expectSound(product, result);
        expect(paths).toHaveLength(1);
        outcomes[result.outcome] += 1;
      }),
      { numRuns: 500 },
    );
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(50);
  });

  it('of a hundred thousand rows, many of them twice, is read', async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, index) => `{"id":${1_152_921_504_621_441_930n + BigInt(index % 60_000)}}`,
    );
    const { exchange } = answering([`{"value":[${rows.join()}],"links":[]}`]);

    const result = await listHardware(exchange, product, noSignal);

    if (result.outcome === 'failed') throw new Error(result.failure.message);
    expect(decideOnListing(aProduct({ key: product }), result.listing, [], noon, someRules()).found).toHaveLength(
      60_000,
    );
  });
});
