import { z } from 'zod';
import { type Facet, facets } from './facet.ts';
import { scenarioCatalogue } from './scenario-catalogue.ts';
import type { Run } from './scenario-run.ts';
import type { State } from './state.ts';
import type { Product, Submission } from './submission.ts';
import { parseProductKey, parseSubmissionKey } from './submission-key.ts';
import { modelSchema } from './submission-model.ts';

/** Raised whenever a text of before can no longer be read as it stands. */
const VERSION = 1;

const version = z.literal(VERSION, {
  error: ({ input }) => `this Partner Center reads version ${VERSION}, not ${JSON.stringify(input)}`,
});

/** A name that stands for something: `find` returns undefined where there is nothing of that name. */
function nameOf<T>(what: string, find: (text: string) => T | undefined) {
  return z.string().transform((text, context): T => {
    const found = find(text);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: `"${text}" is not ${what}` });
    return z.NEVER;
  });
}

const product = z.strictObject({
  key: nameOf('a product key', parseProductKey),
  name: z.string().exactOptional(),
});

const rank = z.int().min(1);

const submission = z
  .strictObject({
    key: nameOf('a submission key', parseSubmissionKey),
    createdAt: z.number(),
    order: rank,
    publishedOrder: rank.exactOptional(),
    model: z.unknown(),
  })
  .transform(({ model, ...rest }, context): Submission => {
    const result = modelSchema(rest.key.product.kind).safeParse(model);
    if (result.success) return { ...result.data, ...rest };
    for (const { path, message } of result.error.issues) {
      context.addIssue({ code: 'custom', message, path: ['model', ...path] });
    }
    return z.NEVER;
  });

const run = z
  .strictObject({
    scenario: nameOf('a scenario', (name) => scenarioCatalogue.find((one) => one.name === name)),
    step: z.int().min(1),
    everySeconds: z.number().min(0).exactOptional(),
    movedAt: z.number(),
    unread: z.record(z.string(), z.array(z.enum(facets))),
  })
  .refine(({ scenario, step }) => step <= scenario.steps.length, { path: ['step'], error: 'the scenario ends before' })
  .transform(({ unread, ...rest }): Run => {
    const entries = Object.entries(unread).map(([key, shown]) => [key, new Set(shown)] as const);
    return { ...rest, unread: new Map(entries) };
  });

const state = z.strictObject({
  version,
  products: z.array(product),
  submissions: z.array(submission),
  scenarios: z.array(run),
});

/** @throws Error whose message is the first thing that is wrong with the text. */
export function parseState(text: string): State {
  const result = state.safeParse(parsedJson(text));
  if (result.success) {
    const { products, submissions, scenarios: runs } = result.data;
    return { products, submissions, runs };
  }
  const [issue] = result.error.issues;
  throw new Error(`${issue?.path.join('.') || 'content'}: ${issue?.message}`);
}

/** JSON that a person may read and change by hand. */
export function printState({ products, submissions, runs }: State): string {
  const content = {
    version: VERSION,
    products: products.map(printedProduct),
    submissions: submissions.map(printedSubmission),
    scenarios: runs.map(printedRun),
  } satisfies z.input<typeof state>;
  return `${JSON.stringify(content, null, 2)}\n`;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may run over lines.
    throw new Error('not JSON');
  }
}

function printedProduct({ key, ...rest }: Product) {
  return { key: key.text, ...rest };
}

function printedSubmission({ key, createdAt, order, publishedOrder, model }: Submission) {
  const published = publishedOrder === undefined ? {} : { publishedOrder };
  return { key: key.text, createdAt, order, ...published, model };
}

function printedRun({ scenario, unread, ...rest }: Run) {
  const entries = [...unread].map(([key, shown]): [string, Facet[]] => [key, [...shown]]);
  return { scenario: scenario.name, ...rest, unread: Object.fromEntries(entries) };
}
