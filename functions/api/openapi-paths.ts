import { z } from 'zod';
import { type JsonSchema, wireForm } from './json-schema.ts';
import { schemaOf } from './openapi-schemas.ts';
import { type Answer, type Operation, problemsOf } from './operation.ts';
import { type ProblemCode, problems } from './problem-code.ts';

const keySchemas = {
  submission: {
    type: 'string',
    description:
      'kind:productId:submissionId with kind hardware, addon, app or msi, or flight:appId:flightId:submissionId.',
    examples: ['hardware:14461751976964156:1152921504621467600'],
  },
  product: {
    type: 'string',
    description: 'kind:productId, or flight:appId:flightId.',
    examples: ['hardware:14461751976964156'],
  },
} as const;

/** The operations by path and method. */
export function pathsOf(operations: readonly Operation[]): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = `/${operation.route}`;
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: operationObject(operation) };
  }
  return paths;
}

function operationObject(operation: Operation): object {
  const { id, access, summary, description, key, query, body } = operation;
  const parameters = [
    ...(key === undefined ? [] : [{ name: 'key', in: 'path', required: true, schema: keySchemas[key] }]),
    ...(query === undefined ? [] : queryParameters(query)),
  ];
  return {
    operationId: id,
    tags: [access],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(access === 'open' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { content: { 'application/json': { schema: schemaOf(body) } } } }),
    responses: responsesOf(operation),
  };
}

function queryParameters(query: z.ZodObject): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, wireForm);
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as JsonSchema;
    const isList = schema.type === 'array';
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      ...(isList ? { style: 'form', explode: false } : {}),
      schema,
    };
  });
}

function responsesOf(operation: Operation): Record<string, object> {
  const responses: Record<string, { description: string; content?: Record<string, object> }> = {};
  for (const [status, answer] of Object.entries(operation.answers)) responses[status] = responseOf(answer);
  for (const code of problemsOf(operation)) {
    const status = String(problems[code].status);
    const known = responses[status];
    responses[status] = {
      ...known,
      description: [known?.description, problemText(code)].filter((part) => part !== undefined).join('\n\n'),
      content: { ...known?.content, 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return responses;
}

function problemText(code: ProblemCode): string {
  return `\`${code}\`: ${problems[code].when}`;
}

function responseOf({ description, schema, otherTypes = [], headers }: Answer) {
  const others = otherTypes.map((type) => [type, { schema: { type: 'string' } }]);
  return {
    description,
    ...(headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: 'string' } }]),
          ),
        }),
    ...(schema === undefined
      ? {}
      : { content: { 'application/json': { schema: schemaOf(schema) }, ...Object.fromEntries(others) } }),
  };
}
