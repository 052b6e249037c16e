import { openApiDocument } from '../../functions/api/openapi-document.ts';

/** The description that `GET /api/openapi.json` gives, for those who have no deployment at hand. */
export function openApiFile(): object {
  const { openapi, ...rest } = openApiDocument() as { readonly openapi: string };
  return { openapi, 'x-generated': 'From functions/ by "npm run docs". Do not edit.', ...rest };
}
