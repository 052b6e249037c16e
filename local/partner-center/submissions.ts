import { ControlProblem } from './control-problem.ts';
import type { State } from './state.ts';
import type { Submission } from './submission.ts';
import { parseProductKey, parseSubmissionKey } from './submission-key.ts';
import { type ApiModel, parseModel } from './submission-model.ts';

export type Submissions = ReturnType<typeof createSubmissions>;

/**
 * Everything there is in this Partner Center. A product exists once it was named or has had a submission.
 *
 * @param initial what there is at first.
 * @param changed called whenever something was made, replaced or removed.
 */
export function createSubmissions(
  now: () => number,
  initial: Pick<State, 'products' | 'submissions'>,
  changed: () => void,
) {
  const submissions = new Map(initial.submissions.map((one) => [one.key.text, one]));
  const products = new Map(initial.products.map((one) => [one.key.text, one]));
  let count = initial.submissions.reduce((last, one) => Math.max(last, one.order, one.publishedOrder ?? 0), 0);

  const get = (key: string) => submissions.get(key);
  const ofProduct = (product: string) => [...submissions.values()].filter(({ key }) => key.product.text === product);

  function put(text: string, body: unknown): { submission: Submission; created: boolean } {
    const key = parseSubmissionKey(text);
    if (!key) throw new ControlProblem(400, `"${text}" is not a submission key`);
    const model = parseModel(key.product.kind, body);
    const former = submissions.get(text);
    count += 1;
    const publishedOrder = isPublished(model) ? (former?.publishedOrder ?? count) : undefined;
    const submission: Submission = {
      ...model,
      key,
      createdAt: former?.createdAt ?? now(),
      order: former?.order ?? count,
      ...(publishedOrder === undefined ? {} : { publishedOrder }),
    };
    submissions.set(text, submission);
    if (!products.has(key.product.text)) products.set(key.product.text, { key: key.product });
    changed();
    return { submission, created: former === undefined };
  }

  function patch(text: string, change: unknown): Submission {
    const former = submissions.get(text);
    if (!former) throw new ControlProblem(404, `There is no submission ${text}`);
    if (typeof change !== 'object' || change === null || Array.isArray(change)) {
      throw new ControlProblem(400, 'body: expected an object');
    }
    return put(text, { ...former.model, ...change }).submission;
  }

  function nameProduct(text: string, name: string): void {
    const key = parseProductKey(text);
    if (!key) throw new ControlProblem(400, `"${text}" is not a product key`);
    products.set(text, { key, name });
    changed();
  }

  function remove(text: string): boolean {
    const isGone = submissions.delete(text);
    if (isGone) changed();
    return isGone;
  }

  function removeProduct(text: string): boolean {
    for (const { key } of ofProduct(text)) remove(key.text);
    const isGone = products.delete(text);
    if (isGone) changed();
    return isGone;
  }

  /** The latest that is neither published nor canceled: Partner Center allows one. */
  function pending(product: string): Submission | undefined {
    return ofProduct(product)
      .filter((submission) => !isPublished(submission) && !isGivenUp(submission))
      .sort((a, b) => b.order - a.order)[0];
  }

  /** @param except key of a submission to leave out of the search. */
  function lastPublished(product: string, except?: string): Submission | undefined {
    return ofProduct(product)
      .filter((submission) => submission.publishedOrder !== undefined && submission.key.text !== except)
      .sort((a, b) => (b.publishedOrder ?? 0) - (a.publishedOrder ?? 0))[0];
  }

  return {
    put,
    patch,
    get,
    remove,
    all: () => [...submissions.values()],
    ofProduct,
    pending,
    lastPublished,
    nameProduct,
    removeProduct,
    product: (text: string) => products.get(text),
    allProducts: () => [...products.values()],
    clear() {
      submissions.clear();
      products.clear();
      changed();
    },
  };
}

function isPublished(submission: ApiModel): boolean {
  switch (submission.api) {
    case 'hardware':
      return false;
    case 'store':
      return submission.model.status === 'Published';
    case 'msi':
      return submission.model.publishingStatus === 'PUBLISHED';
  }
}

/** No longer the one in work: canceled, or an MSI/EXE failure that is not tried again. */
function isGivenUp(submission: ApiModel): boolean {
  switch (submission.api) {
    case 'hardware':
      return false;
    case 'store':
      return submission.model.status === 'Canceled';
    case 'msi':
      return submission.model.publishingStatus === 'FAILED' && submission.model.hasFailed;
  }
}
