import { code, markdownTable } from '../markdown-table.ts';
import { type JsonSchema, objectSchema } from './event-json-schema.ts';

/** Name, type and meaning of each property, but for those in `without`. */
export function propertyTable(schema: JsonSchema, without: readonly string[] = []): string {
  const rows = Object.entries(schema.properties ?? {})
    .filter(([name]) => !without.includes(name))
    .map(([name, value]) => {
      const property = objectSchema(value);
      const type = typeText(property);
      return [code(name), schema.required?.includes(name) ? type : `${type}, optional`, property.description ?? ''];
    });
  return rows.length === 0 ? 'Nothing beyond the common part.' : markdownTable(['Name', 'Type', 'Meaning'], rows);
}

/** The schema of an event's `data`. */
export function dataSchema(event: JsonSchema): JsonSchema {
  return objectSchema(event.properties?.['data']);
}

function typeText(schema: JsonSchema): string {
  if (schema.const !== undefined) return code(String(schema.const));
  const [first, second] = (schema.anyOf ?? []).map(objectSchema);
  if (first?.enum !== undefined) return first.enum.map((value) => code(String(value))).join(' ');
  if (first !== undefined) return second?.type === 'null' ? `${typeText(first)} or null` : typeText(first);
  if (schema.type === 'array') return `list of ${itemText(schema.items)}`;
  if (schema.type === 'object') return objectText(schema);
  if (schema.format === 'date-time') return 'time in UTC';
  return schema.pattern?.startsWith('^http') ? 'URL' : String(schema.type ?? 'any');
}

function itemText(items: JsonSchema['items']): string {
  return Array.isArray(items) ? 'any' : typeText(objectSchema(items));
}

/** The fields of an object by name; `?` marks those that may be absent. */
function objectText({ properties, required }: JsonSchema): string {
  const names = Object.keys(properties ?? {}).map((name) => (required?.includes(name) ? name : `${name}?`));
  return names.length === 0 ? 'object of numbers' : code(`{ ${names.join(', ')} }`);
}
