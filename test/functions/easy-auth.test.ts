import { readConfig } from '../../shared/config.ts';
import { aLocalEnvironment } from '../support/an-environment.ts';
import { apiFunctions, callValidly } from '../support/api-functions.ts';
import { createFakeServices } from '../support/fake-services.ts';

const config = readConfig(
  aLocalEnvironment({
    EASY_AUTH_REQUIRED: 'true',
    EASY_AUTH_READ_ROLE: 'Submissions.Read',
    EASY_AUTH_WRITE_ROLE: 'Submissions.Write',
    EASY_AUTH_OPERATE_ROLE: 'Submissions.Operate',
    WEBSITE_AUTH_ENABLED: 'True',
  }),
);
const roleClaim = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';

interface Claims {
  readonly auth_typ?: unknown;
  readonly role_typ?: string;
  readonly claims?: unknown;
}

function principal(claims: Claims): Record<string, string> {
  const text = JSON.stringify({ auth_typ: 'aad', name_typ: 'name', role_typ: roleClaim, claims: [], ...claims });
  return { 'x-ms-client-principal': Buffer.from(text).toString('base64') };
}

function withRoles(...roles: readonly string[]): Record<string, string> {
  return principal({ claims: roles.map((val) => ({ typ: 'roles', val })) });
}

const roles = { read: 'Submissions.Read', write: 'Submissions.Write', operate: 'Submissions.Operate' } as const;
const guarded = apiFunctions.flatMap((one) => {
  const { access, method, route } = one.operation;
  return access === 'open' ? [] : [[`${method} ${route}`, roles[access], one] as const];
});

describe.each(guarded)('behind Easy Auth, %s', (_name, role, one) => {
  const { services } = createFakeServices({ config });

  it('leaves the check to the app role', () => {
    expect(one.create(services).authLevel).toBe('anonymous');
  });

  it.each<[string, Record<string, string>]>([
    ['no identity', {}],
    ['an empty one', { 'x-ms-client-principal': '' }],
    ['one that is not base64', { 'x-ms-client-principal': '%%%' }],
    ['one that is not JSON', { 'x-ms-client-principal': Buffer.from('{"claims"').toString('base64') }],
    ['one without claims', principal({ claims: undefined })],
    ['one of another provider', principal({ auth_typ: 'github', claims: [{ typ: 'roles', val: role }] })],
    ['one of no provider', principal({ auth_typ: undefined, claims: [{ typ: 'roles', val: role }] })],
  ])('answers 401 to %s', async (_what, headers) => {
    const answer = await callValidly(one, services, headers);

    expect(answer).toMatchObject({
      status: 401,
      headers: { 'content-type': 'application/problem+json', 'www-authenticate': 'Bearer' },
      body: { code: 'unauthenticated' },
    });
  });

  it.each<[string, Record<string, string>]>([
    ['no role', withRoles()],
    ['the other roles', withRoles(...Object.values(roles).filter((other) => other !== role))],
    ['a role that begins alike', withRoles(`${role}.All`, role.toLowerCase())],
    ['the role as the value of another claim', principal({ claims: [{ typ: 'name', val: role }] })],
  ])('answers 403 to %s', async (_what, headers) => {
    const answer = await callValidly(one, services, headers);

    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it.each<[string, Record<string, string>]>([
    ['its role', withRoles(role)],
    ['its role among others', withRoles('Other.Role', role)],
    ['its role in the claim that the identity names', principal({ claims: [{ typ: roleClaim, val: role }] })],
  ])('lets pass %s', async (_what, headers) => {
    expect([401, 403]).not.toContain((await callValidly(one, services, headers)).status);
  });
});

describe('without Easy Auth', () => {
  it('the identity is of no weight', async () => {
    const { services } = createFakeServices();
    for (const [, , one] of guarded) {
      expect([401, 403]).not.toContain((await callValidly(one, services)).status);
    }
  });
});
