import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  type PublishedEvent,
  type PublishedName,
  publishedNames,
  typeOf,
} from '../../scripts/docs/published-events.ts';

const folder = join(process.cwd(), 'docs/events');

/** A published file, as a consumer has it. */
export function readDoc(name: PublishedName, what: 'schema' | 'example'): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, `${name}.${what}.json`), 'utf8'));
}

/** All published schemas in a validator that a consumer may use, formats asserted. */
export function createEventValidator() {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats.default(ajv);
  for (const name of publishedNames) ajv.addSchema(readDoc(name, 'schema'));

  function schemaOf(id: string): ValidateFunction {
    const validate = ajv.getSchema(id);
    if (validate === undefined) throw new Error(`No schema has the id ${id}`);
    return validate;
  }

  return {
    schemaOf,
    /** What is wrong with it, by the schema of one type. */
    faults(name: PublishedName, event: unknown): string[] {
      const validate = schemaOf(`urn:submissionwatch:${name}:v1:event`);
      validate(event);
      return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    },
  };
}

export function nameOf({ type }: Pick<PublishedEvent, 'type'>): PublishedName {
  const name = publishedNames.find((candidate) => type === typeOf(candidate));
  if (name === undefined) throw new Error(`${type} is no event type`);
  return name;
}
