import type { HttpFunctionOptions } from '@azure/functions';
import { apiFunction } from './api/api-function.ts';
import { getOpenApi } from './api/openapi-operation.ts';
import { json } from './http.ts';
import type { Services } from './services.ts';

/** The document is made when somebody asks for it: no other request needs to wait for that. */
export function getOpenApiFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, getOpenApi, async () => {
    const { openApiDocument } = await import('./api/openapi-document.ts');
    return json(200, openApiDocument());
  });
}
