import { longestEvent } from '../../shared/domain/fit-event.ts';
import { code, markdownTable } from '../markdown-table.ts';
import type { ApplicationProperty } from './application-properties.ts';
import type { JsonSchema } from './event-json-schema.ts';
import { fillTemplate } from './fill-template.ts';
import { printJson } from './print-json.ts';
import { type PublishedEvent, type PublishedName, typeOf } from './published-events.ts';
import { dataSchema, propertyTable } from './schema-text.ts';

type Schemas = ReadonlyMap<PublishedName, JsonSchema>;

interface EventsPageContent {
  readonly schemas: Schemas;
  readonly examples: Readonly<Record<PublishedName, PublishedEvent>>;
  readonly properties: readonly ApplicationProperty[];
  /** By event type. */
  readonly severities: ReadonlyMap<string, readonly string[]>;
}

/** `docs/events.md`: what is published, for those who subscribe. */
export function eventsPage(template: string, { schemas, examples, properties, severities }: EventsPageContent): string {
  const [first] = schemas.values();
  if (first === undefined) throw new Error('There are no events');
  return fillTemplate(template, {
    types: typesTable(schemas, severities),
    envelope: propertyTable(envelopeOfAll(first), ['data']),
    submissions: family(schemas, 'submission.'),
    watcher: family(schemas, 'watcher.'),
    example: printJson(examples['submission.state-changed']).trimEnd(),
    properties: markdownTable(
      ['Name', 'On', 'Meaning', 'Example'],
      properties.map(({ name, on, description, example }) => [code(name), on, description, code(String(example))]),
    ),
    longest: longestEvent.toLocaleString('en'),
  });
}

function typesTable(schemas: Schemas, severities: EventsPageContent['severities']): string {
  return markdownTable(
    ['Type', 'When', 'Severity', 'Files'],
    [...schemas].map(([name, { description = '' }]) => [
      `[${code(name)}](#${anchor(name)})`,
      description,
      (severities.get(typeOf(name)) ?? []).map(code).join(' '),
      `[schema](events/${name}.schema.json), [example](events/${name}.example.json)`,
    ]),
  );
}

/** The data of the types whose names begin so: what they have in common, and what each has beyond it. */
function family(schemas: Schemas, prefix: string): string {
  const members = [...schemas].filter(([name]) => name.startsWith(prefix));
  const data = members.map(([, schema]) => dataSchema(schema));
  const common = namesIn(data[0]).filter((name) => data.every((schema) => namesIn(schema).includes(name)));
  const own = namesIn(data[0]).filter((name) => !common.includes(name));
  return [
    propertyTable(data[0] ?? {}, own),
    ...members.map(
      ([name, schema]) => `### ${name}\n\n${schema.description}\n\n${propertyTable(dataSchema(schema), common)}`,
    ),
  ].join('\n\n');
}

function namesIn(schema: JsonSchema | undefined): string[] {
  return Object.keys(schema?.properties ?? {});
}

/** As GitHub makes them of headings. */
function anchor(name: PublishedName): string {
  return name.replace('.', '');
}

/** That of the first type, put so that it holds for all. */
function envelopeOfAll(first: JsonSchema): JsonSchema {
  const text = (description: string) => ({ type: 'string' as const, description });
  return {
    ...first,
    properties: {
      ...first.properties,
      type: text('`submissionwatch.NAME.v1`.'),
      dataschema: text('`urn:submissionwatch:NAME:v1`, the `$id` of the schema of `data`.'),
      subject: text('The submission key, or `watcher`.'),
      sequence: text(
        'For each submission 1, 2, 3 ... without gaps, zero-padded. The watcher counts from the seconds since 1970; its test events have 0.',
      ),
    },
  };
}
