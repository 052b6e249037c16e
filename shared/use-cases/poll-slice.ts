import { type ApiHost, apiHostOf, apiHosts } from '../domain/api-host.ts';
import { dueBy } from '../domain/cadence.ts';
import { isPutOffWrongly } from '../domain/clock-ahead.ts';
import { type ProductKey, parseProductKey, parseSubmissionKey, type SubmissionKey } from '../domain/submission-key.ts';
import type { TrackedSubmission } from '../domain/tracked-submission.ts';
import type { WatchedProduct } from '../domain/watched-product.ts';
import { CorruptRowError } from '../errors.ts';
import type { ProductStore } from '../ports/product-store.ts';
import type { Slice } from '../ports/slice-queue.ts';
import type { SubmissionStore } from '../ports/submission-store.ts';
import { type Due, type Run, type RunDependencies, runPass } from './run-pass.ts';
import { type BudgetDependencies, isSetAside, settleBudget } from './spend-budget.ts';

export interface SliceSummary extends Pick<Run, 'read' | 'changed' | 'events' | 'published' | 'failed'> {
  /** Not due any more, at a host that is left alone, or too late. */
  readonly skipped: number;
}

/**
 * Reads a slice of another instance's plan. The planner has taken its budget. What is not due any more (the slice came twice, a
 * manual pass was faster) is passed over; a slice that comes after its end is left to the next plan.
 * @param again the queue delivers it once more: its budget was settled, or lost with the process, the first time.
 * @throws AggregateError when something failed that is not a failed read; the rest is done then.
 */
export async function pollSlice(
  dependencies: RunDependencies & BudgetDependencies,
  slice: Slice,
  again: boolean,
  signal: AbortSignal,
): Promise<SliceSummary> {
  const submissions = slice.submissions.flatMap((text) => parseSubmissionKey(text) ?? []);
  const products = slice.products.flatMap((text) => parseProductKey(text) ?? []);
  const due = await stillDue(dependencies, slice, submissions, products);
  const run = await runPass(dependencies, due, signal);
  for (const host of apiHosts) {
    const kinds = [...submissions.map((key) => key.product.kind), ...products.map((key) => key.kind)];
    const reserved = again ? 0 : kinds.filter((kind) => apiHostOf(kind) === host).length;
    if (reserved > 0 || run.met[host].requests > 0)
      await settleBudget(dependencies, host, { ...run.met[host], reserved });
  }
  const total = submissions.length + products.length;
  if (run.errors.length > 0) throw new AggregateError(run.errors, `${run.errors.length} of ${due.length} reads failed`);
  const { read, changed, events, published, failed } = run;
  return { read, changed, events, published, failed, skipped: total - due.length };
}

async function stillDue(
  dependencies: RunDependencies & BudgetDependencies,
  slice: Slice,
  submissions: readonly SubmissionKey[],
  products: readonly ProductKey[],
): Promise<readonly Due[]> {
  const now = dependencies.now();
  if (slice.endAt <= now.toISOString()) return [];
  const until = dueBy(now, dependencies.rules.cadence).toISOString();
  const closed = new Set<ApiHost>();
  for (const host of apiHosts) if (await isSetAside(dependencies, host)) closed.add(host);
  const loaded = [
    ...(await Promise.all(submissions.map((key) => loadSubmission(dependencies.store, key, until)))),
    ...(await Promise.all(products.map((key) => loadProduct(dependencies.products, key, until)))),
  ];
  return loaded.flatMap((due) => (due === undefined || closed.has(due.host) ? [] : [due]));
}

async function loadSubmission(store: SubmissionStore, key: SubmissionKey, until: string): Promise<Due | undefined> {
  const host = apiHostOf(key.product.kind);
  const stored = await store.load(key).catch(corruption);
  if (stored instanceof CorruptRowError)
    return { key, host, nextPollAt: until, stored: () => Promise.reject<never>(stored) };
  if (stored === undefined || !stored.submission.tracked || !isDue(stored.submission, until)) return undefined;
  return { key, host, nextPollAt: stored.submission.nextPollAt, stored: async () => stored };
}

async function loadProduct(products: ProductStore, product: ProductKey, until: string): Promise<Due | undefined> {
  const host = apiHostOf(product.kind);
  const stored = await products.load(product).catch(corruption);
  if (stored instanceof CorruptRowError)
    return { product, host, nextPollAt: until, stored: () => Promise.reject<never>(stored) };
  if (stored === undefined || !stored.product.watched || !isDue(stored.product, until)) return undefined;
  return { product, host, nextPollAt: stored.product.nextPollAt, stored: async () => stored };
}

function isDue(scheduled: TrackedSubmission | WatchedProduct, until: string): boolean {
  return scheduled.nextPollAt <= until || isPutOffWrongly(scheduled, new Date(until));
}

/** A row that cannot be read is the run's to set aside; the others of its slice must not wait for that. */
function corruption(error: unknown): CorruptRowError {
  if (error instanceof CorruptRowError) return error;
  throw error;
}
