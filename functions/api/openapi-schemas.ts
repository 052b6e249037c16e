import { z } from 'zod';
import { eventSchema } from '../../shared/contract/event.ts';
import { productDetailSchema } from '../get-product.ts';
import { statisticsSchema } from '../get-statistics.ts';
import { statusSchema } from '../get-status.ts';
import { submissionDetailSchema } from '../get-submission.ts';
import { setAsideSchema } from '../list-set-aside.ts';
import { passSchema, passSummarySchema } from '../pass-schema.ts';
import { productSchema } from '../product-view.ts';
import { submissionSchema } from '../submission-view.ts';
import { type JsonSchema, wireForm } from './json-schema.ts';
import { problemCodes } from './problem-code.ts';

const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    code: z.enum(problemCodes).describe('Stable, for programs.'),
    detail: z.string().optional().describe('For a person.'),
  })
  .describe('An error by RFC 9457.');

/** Schemas that have a name in the document; wherever one is part of another, it is referred to. */
const named = {
  Submission: submissionSchema,
  SubmissionDetail: submissionDetailSchema,
  Event: eventSchema,
  Product: productSchema,
  ProductDetail: productDetailSchema,
  Statistics: statisticsSchema,
  Status: statusSchema,
  Pass: passSchema,
  PassSummary: passSummarySchema,
  SetAside: setAsideSchema,
  Problem: problemSchema,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** The schemas that have a name, as the document lists them. */
export function namedSchemas(): Record<string, object> {
  const { schemas } = z.toJSONSchema(registryOfNamed(), { uri: uriOf, ...wireForm });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)]));
}

/** A reference where the schema has a name, and else the schema with references in it. */
export function schemaOf(schema: z.ZodType): object {
  const name = Object.entries(named).find(([, each]) => each === schema)?.[0];
  if (name !== undefined) return { $ref: uriOf(name) };
  const registry = registryOfNamed();
  registry.add(schema, { id: 'this' });
  const { schemas } = z.toJSONSchema(registry, { uri: uriOf, ...wireForm });
  return bare(schemas['this'] ?? {});
}

function registryOfNamed() {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  return registry;
}

function uriOf(name: string): string {
  return `#/components/schemas/${name}`;
}

/** Without what only a file of its own needs. */
function bare(schema: object): object {
  const { $schema: _, $id: __, ...rest } = schema as JsonSchema;
  return rest;
}
