import { z } from 'zod';
import { type JsonSchema, wireForm } from '../../functions/api/json-schema.ts';
import { type Access, type Operation, problemsOf } from '../../functions/api/operation.ts';
import { operations } from '../../functions/api/operations.ts';
import { problemCodes, problems } from '../../functions/api/problem-code.ts';
import { code, markdownTable } from '../markdown-table.ts';
import { fillTemplate } from './fill-template.ts';

const sections: readonly (readonly [access: Access | 'open', title: string])[] = [
  ['read', 'Reading'],
  ['write', 'Tracking and watching'],
  ['operate', 'Operating'],
  ['open', 'Open'],
];

/** `docs/api.md`: every operation, parameter and problem code of the API. */
export function apiPage(template: string): string {
  return fillTemplate(template, {
    readingFunctions: operations
      .filter(({ access }) => access === 'read')
      .map(({ id }) => id)
      .join(' '),
    operations: sections.map(([access, title]) => `## ${title}\n\n${operationsOf(access)}`).join('\n\n'),
    problems: markdownTable(
      ['Code', 'Status', 'When'],
      problemCodes.map((name) => [code(name), String(problems[name].status), problems[name].when]),
    ),
  });
}

function operationsOf(access: Access | 'open'): string {
  return operations
    .filter((operation) => operation.access === access)
    .map(section)
    .join('\n\n');
}

function section(operation: Operation): string {
  const { id, method, route, summary, description, query, body, answers } = operation;
  const statuses = Object.entries(answers).map(([status, answer]) => `${status}: ${answer.description}`);
  return [
    `### ${method} /api/${route}`,
    `${summary}. Function ${code(id)}.${description === undefined ? '' : ` ${description}`}`,
    ...(query === undefined ? [] : [parameterTable('Parameter', query)]),
    ...(body instanceof z.ZodObject ? [parameterTable('Body', body)] : []),
    `Answers ${statuses.join(' ')} Problems: ${problemsOf(operation).map(code).join(', ')}.`,
  ].join('\n\n');
}

function parameterTable(head: string, schema: z.ZodObject): string {
  const { properties = {} } = z.toJSONSchema(schema, wireForm);
  const rows = Object.entries(properties).map(([name, property]) => {
    const { description = '', ...rest } = property as JsonSchema;
    return [code(name), valuesOf(rest), description];
  });
  return markdownTable([head, 'Values', 'Meaning'], rows);
}

function valuesOf(schema: JsonSchema): string {
  const fallback = schema.default === undefined ? '' : `, else ${code(String(schema.default))}`;
  return `${plainValuesOf(schema)}${fallback}`;
}

function plainValuesOf({ type, enum: values, items, format, minimum, maximum, maxItems }: JsonSchema): string {
  if (values !== undefined) return values.map((value) => code(String(value))).join(' ');
  if (type === 'integer') return `${minimum} to ${maximum}`;
  if (format === 'date-time') return 'time';
  if (type !== 'array') return 'text';
  const item = typeof items === 'object' && !Array.isArray(items) ? plainValuesOf(items) : 'text';
  return item === 'text' ? `up to ${maxItems} texts` : item;
}
