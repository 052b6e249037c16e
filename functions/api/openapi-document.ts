import { pathsOf } from './openapi-paths.ts';
import { namedSchemas } from './openapi-schemas.ts';
import { operations } from './operations.ts';

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

/** The API as an OpenAPI 3.1 document, made of the schemas that parse its requests and the ones of its answers. */
export function openApiDocument(): object {
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
    paths: pathsOf(operations),
    components: {
      schemas: namedSchemas(),
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
