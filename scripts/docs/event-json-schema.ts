import { z } from 'zod';
import { type PublishedName, publishedSchemas, typeOf } from './published-events.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * JSON Schema 2020-12 of an event as a consumer may rely on it. It lets pass what a later release may add without a new
 * version (versioning rules in `docs/events.md`): unknown fields, and unknown values of an enum. The schema of `data` has
 * an `$id` of its own, which is the `dataschema` of the events.
 */
export function eventJsonSchema(name: PublishedName): JsonSchema {
  const { description, properties, ...rest } = z.toJSONSchema(publishedSchemas[name], {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ jsonSchema }) => relax(jsonSchema),
  });
  const id = `urn:submissionwatch:${name}:v1`;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${id}:event`,
    $comment: 'Generated from shared/contract by "npm run docs". Do not edit.',
    title: typeOf(name),
    description: description ?? '',
    ...rest,
    properties: { ...properties, data: { $id: id, ...objectSchema(properties?.['data']) } },
  };
}

function relax(schema: JsonSchema): void {
  if (schema.enum !== undefined) {
    schema.anyOf = [{ enum: schema.enum }, { type: 'string' }];
    delete schema.enum;
    delete schema.type;
  }
  // What browsers take for a URL is more than RFC 3986 has, which validators hold `uri` to.
  if (schema.format === 'uri') {
    delete schema.format;
    schema.pattern = '^https?://';
  }
  // Enough beside the format.
  if (schema.format === 'date-time') schema.pattern = 'Z$';
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}

/** @throws Error for `true` and `false`, which are schemas too. */
export function objectSchema(schema: z.core.JSONSchema._JSONSchema | undefined): JsonSchema {
  if (typeof schema !== 'object') throw new Error('A schema of an object was expected');
  return schema;
}
