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
import { type Answer, type Operation, problemsOf } from './operation.ts';
import { operations } from './operations.ts';
import { type ProblemCode, problemCodes, problems } from './problem-code.ts';

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

const tags = [
  { name: 'read', description: 'Asking. Needs a key of the function, or the app role `EASY_AUTH_READ_ROLE`.' },
  {
    name: 'write',
    description: 'Tracking and watching. Needs a key of the function, or the app role `EASY_AUTH_WRITE_ROLE`.',
  },
  {
    name: 'operate',
    description: 'Running and repairing. Needs a key of the function, or the app role `EASY_AUTH_OPERATE_ROLE`.',
  },
  { name: 'open', description: 'Needs nothing.' },
];

const keyPatterns = {
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

/** The API as an OpenAPI 3.1 document, made of the schemas that parse its requests and the ones of its answers. */
export function openApiDocument(): object {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, ...wireForm });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Submission Watch',
      version: '1',
      description:
        'What is known of Microsoft Partner Center submissions, and how it came to be. Times are ISO 8601 in UTC. Ignore fields ' +
        'and values of enumerations that you do not know: they may be added without a new version.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api' }],
    security: [{ functionKey: [] }, { functionKeyInQuery: [] }, { entra: [] }],
    tags,
    paths: pathsOf(registry),
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)])),
      securitySchemes: {
        functionKey: {
          type: 'apiKey',
          in: 'header',
          name: 'x-functions-key',
          description: 'A key of the function, or of the host, which opens all functions.',
        },
        functionKeyInQuery: { type: 'apiKey', in: 'query', name: 'code', description: 'The same, for links.' },
        entra: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'With EASY_AUTH_REQUIRED, in place of keys: a token of Microsoft Entra with the app role.',
        },
      },
    },
  };
}

type Registry = ReturnType<typeof z.registry<{ id: string }>>;

function pathsOf(registry: Registry): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = `/${operation.route}`;
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: operationObject(operation, registry) };
  }
  return paths;
}

function operationObject(operation: Operation, registry: Registry): object {
  const { id, access, summary, description, key, query, body } = operation;
  const parameters = [
    ...(key === undefined ? [] : [{ name: 'key', in: 'path', required: true, schema: keyPatterns[key] }]),
    ...(query === undefined ? [] : queryParameters(query)),
  ];
  return {
    operationId: id,
    tags: [access],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(access === 'open' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { content: { 'application/json': { schema: schemaOf(body, registry) } } } }),
    responses: responsesOf(operation, registry),
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

function responsesOf(operation: Operation, registry: Registry): Record<string, object> {
  const responses: Record<string, { description: string; content?: Record<string, object> }> = {};
  for (const [status, answer] of Object.entries(operation.answers)) responses[status] = responseOf(answer, registry);
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

function responseOf({ description, schema, otherTypes = [], headers }: Answer, registry: Registry) {
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
      : { content: { 'application/json': { schema: schemaOf(schema, registry) }, ...Object.fromEntries(others) } }),
  };
}

/** A reference where the schema has a name, and else the schema with references in it. */
function schemaOf(schema: z.ZodType, registry: Registry): object {
  const known = registry.get(schema);
  if (known !== undefined) return { $ref: `#/components/schemas/${known.id}` };
  const whole = z.registry<{ id: string }>();
  for (const [id, part] of Object.entries(named)) whole.add(part, { id });
  whole.add(schema, { id: 'this' });
  const { schemas } = z.toJSONSchema(whole, { uri: (id) => `#/components/schemas/${id}`, ...wireForm });
  return bare(schemas['this'] ?? {});
}

/** What only a file of its own needs. */
function bare(schema: object): object {
  const { $schema: _, $id: __, ...rest } = schema as JsonSchema;
  return rest;
}
