import { MANAGE_AUDIENCE, STORE_AUDIENCE, TENANT_ID } from '../../local/partner-center/credentials.ts';
import { HARDWARE, MSI, type PartnerCenterClient, STORE, startWithClient, tokenForm } from './partner-center-client.ts';

const SECOND = 1000;
const product = `${HARDWARE}/products/13635057453741329`;
const storeScope = `${STORE_AUDIENCE}/.default`;

let clock: number;
let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  clock = Date.parse('2025-06-02T09:00:00Z');
  partnerCenter = await startWithClient({ now: () => clock, tokenSeconds: 600 });
  await partnerCenter.control('PUT', 'products/hardware:13635057453741329', { name: 'Contoso Dock' });
});
afterEach(() => partnerCenter.stop());

async function statusWith(authorization: string | undefined, path = product): Promise<number> {
  const headers = { 'x-seller-account-id': '1', ...(authorization === undefined ? {} : { authorization }) };
  return (await partnerCenter.fetch(path, { headers })).status;
}

it('issues a bearer token for client credentials', async () => {
  const reply = await partnerCenter.askToken();

  expect(reply.status).toBe(200);
  expect(reply.json()).toMatchObject({ token_type: 'Bearer', expires_in: '#600' });
  expect(await statusWith(`Bearer ${reply.json()['access_token']}`)).toBe(200);
});

it.each([
  ['another tenant', tokenForm(), '00000000-0000-0000-0000-000000000000', 400, 'invalid_request', 90002],
  ['another client', tokenForm({ client_id: 'someone' }), TENANT_ID, 400, 'unauthorized_client', 700016],
  ['a wrong secret', tokenForm({ client_secret: 'guess' }), TENANT_ID, 401, 'invalid_client', 7000215],
  ['no secret', tokenForm({ client_secret: '' }), TENANT_ID, 401, 'invalid_client', 7000218],
  [
    'an unknown resource',
    tokenForm({ scope: 'https://example.com/.default' }),
    TENANT_ID,
    400,
    'invalid_resource',
    500011,
  ],
  ['a scope that is no default', tokenForm({ scope: MANAGE_AUDIENCE }), TENANT_ID, 400, 'invalid_scope', 1002012],
  ['no scope', tokenForm({ scope: '' }), TENANT_ID, 400, 'invalid_request', 900144],
  ['another grant', tokenForm({ grant_type: 'password' }), TENANT_ID, 400, 'unsupported_grant_type', 70003],
])('refuses %s as Entra does', async (_, form, tenant, status, error, code) => {
  const reply = await partnerCenter.askToken(form, tenant);

  expect(reply.status).toBe(status);
  expect(reply.json()).toMatchObject({ error, error_codes: [`#${code}`] });
  expect(reply.json()['error_description']).toMatch(
    new RegExp(`^AADSTS${code}: .* Trace ID: .* Timestamp: 2025-06-02 09:00:00Z$`),
  );
});

it('refuses the secret while it is expired', async () => {
  await partnerCenter.control('PUT', 'secret', { expired: true });
  const refused = await partnerCenter.askToken();
  await partnerCenter.control('PUT', 'secret', { expired: false });
  const issued = await partnerCenter.askToken();

  expect(refused.status).toBe(401);
  expect(refused.json()).toMatchObject({ error: 'invalid_client', error_codes: ['#7000222'] });
  expect(issued.status).toBe(200);
});

it('takes only POST', async () => {
  expect((await partnerCenter.askToken(tokenForm(), TENANT_ID, 'GET')).json()).toMatchObject({
    error_codes: ['#900561'],
  });
});

it('lets a token expire on the second', async () => {
  const bearer = `Bearer ${await partnerCenter.token()}`;

  clock += 600 * SECOND - 1;
  expect(await statusWith(bearer)).toBe(200);
  clock += 1;
  expect(await statusWith(bearer)).toBe(401);
});

it('refuses tokens that were revoked, and issues new ones', async () => {
  const bearer = `Bearer ${await partnerCenter.token()}`;

  expect((await partnerCenter.control('DELETE', 'tokens')).json()).toEqual({ revoked: '#1' });

  expect(await statusWith(bearer)).toBe(401);
  const fresh = (await partnerCenter.askToken()).json()['access_token'];
  expect(await statusWith(`Bearer ${fresh}`)).toBe(200);
});

it('binds a token to its audience', async () => {
  await partnerCenter.control('PUT', 'products/msi:contoso', { name: 'Contoso Backup' });
  const store = (await partnerCenter.askToken(tokenForm({ scope: storeScope }))).json()['access_token'];
  const manage = await partnerCenter.token();

  expect(await statusWith(`Bearer ${store}`)).toBe(401);
  expect(await statusWith(`Bearer ${store}`, `${MSI}/product/contoso/status`)).toBe(200);
  expect(await statusWith(`Bearer ${manage}`, `${MSI}/product/contoso/status`)).toBe(401);
});

it.each([
  ['hardware', product, { statusCode: '#401', message: expect.stringContaining('Unauthorized') }],
  ['Store', `${STORE}/applications/x`, { statusCode: '#401', message: expect.stringContaining('Unauthorized') }],
  ['MSI/EXE', `${MSI}/product/x/status`, { isSuccess: false, responseData: null }],
])('answers 401 in the shape of the %s API without a good token', async (_, path, body) => {
  expect(await statusWith(undefined, path)).toBe(401);
  expect(await statusWith('Bearer guess', path)).toBe(401);
  expect(await statusWith('Basic Z3Vlc3M=', path)).toBe(401);
  expect((await partnerCenter.fetch(path)).json()).toMatchObject(body);
});
