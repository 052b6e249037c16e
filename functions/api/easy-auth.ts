import { z } from 'zod';

/** What App Service puts into `X-MS-CLIENT-PRINCIPAL` once it has checked a token; it takes the header away from what came in. */
const principalSchema = z.object({
  auth_typ: z.string(),
  role_typ: z.string().nullish(),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
});

const roleClaims = ['roles', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role'];

/** @returns why the caller may not, or undefined. Only Microsoft Entra gives app roles, so no other provider counts. */
export function refusalOf(header: string | null, role: string): 'unauthenticated' | 'forbidden' | undefined {
  const principal = principalIn(header);
  if (principal === undefined || principal.auth_typ !== 'aad') return 'unauthenticated';
  const names = [...roleClaims, ...(principal.role_typ ? [principal.role_typ] : [])];
  const hasRole = principal.claims.some(({ typ, val }) => names.includes(typ) && val === role);
  return hasRole ? undefined : 'forbidden';
}

function principalIn(header: string | null): z.infer<typeof principalSchema> | undefined {
  try {
    return principalSchema.parse(JSON.parse(Buffer.from(header ?? '', 'base64').toString('utf8')));
  } catch {
    return undefined;
  }
}
