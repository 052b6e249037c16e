import { z } from 'zod';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** How the schemas of requests and answers are described: as what goes over the wire. */
export const wireForm = {
  io: 'input',
  override({ zodSchema, jsonSchema }: { readonly zodSchema: z.core.$ZodTypes; readonly jsonSchema: JsonSchema }): void {
    // zod leaves it out where a text is made into a number on the way.
    if (zodSchema instanceof z.ZodDefault) jsonSchema.default = zodSchema.def.defaultValue as string | number;
    // Enough beside the format; and what browsers take for a URL is more than RFC 3986 has, which validators hold `uri` to.
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    if (jsonSchema.format === 'uri') {
      delete jsonSchema.format;
      jsonSchema.pattern = '^https?://';
    }
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  },
} as const;
