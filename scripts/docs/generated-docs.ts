import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPage } from './api-page.ts';
import { applicationProperties } from './application-properties.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { eventJsonSchema } from './event-json-schema.ts';
import { eventSeverities } from './event-severities.ts';
import { eventsPage } from './events-page.ts';
import { exampleOfEach } from './example-of-each.ts';
import { openApiFile } from './openapi.ts';
import { printJson } from './print-json.ts';
import { publishedNames } from './published-events.ts';
import { statesPage } from './states-page.ts';

/**
 * Every generated file of `docs/`, by its path below it.
 * @param root of the repository, where the templates are.
 */
export function generatedDocs(root: string): ReadonlyMap<string, string> {
  const template = (name: string) => readFileSync(join(root, 'scripts/docs/templates', name), 'utf8');
  const schemas = new Map(publishedNames.map((name) => [name, eventJsonSchema(name)]));
  const examples = exampleOfEach();
  const properties = applicationProperties(Object.values(examples));
  return new Map([
    ...[...schemas].map(([name, schema]) => [`events/${name}.schema.json`, printJson(schema)] as const),
    ...publishedNames.map((name) => [`events/${name}.example.json`, printJson(examples[name])] as const),
    ['asyncapi.json', printJson(asyncApiDocument({ schemas, examples, properties }))],
    ['events.md', eventsPage(template('events.md'), { schemas, examples, properties, severities: eventSeverities() })],
    ['states.md', statesPage(template('states.md'))],
    ['openapi.json', printJson(openApiFile())],
    ['api.md', apiPage(template('api.md'))],
  ]);
}
