import { readFileSync } from 'node:fs';
import { accessChecks } from '../../functions/access-checks.ts';
import { createServices } from '../../functions/services.ts';
import { type Azurite, startAzurite } from '../../local/azurite/azurite.ts';
import { localSettings } from '../../local/laptop/settings.ts';
import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';
import { checkWebhookAccess } from '../../shared/adapters/webhooks/webhook-access.ts';
import { readConfig } from '../../shared/config.ts';
import type { Diagnosis, Finding } from '../../shared/domain/diagnosis.ts';
import { diagnose } from '../../shared/use-cases/diagnose.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { useHttpServers } from '../support/http-server.ts';
import { secretsIn } from '../support/simulated-partner-center.ts';

const topology = parseEmulatorConfig(JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')));
const startServer = useHttpServers();

let azurite: Azurite;
let serviceBus: Awaited<ReturnType<typeof startServiceBus>>;
let partnerCenter: Awaited<ReturnType<typeof startPartnerCenter>>;

beforeAll(async () => {
  azurite = await startAzurite({});
  serviceBus = await startServiceBus({ config: topology });
  partnerCenter = await startPartnerCenter();
});
beforeEach(async () => {
  await control('POST', 'reset');
  for (const key of ['hardware:13635057453741329', 'app:9NSAMPLE0APP']) {
    await control('PUT', `products/${key}`, { name: 'Sample' });
  }
});
afterAll(() => Promise.all([azurite.stop(), serviceBus.stop(), partnerCenter.stop()]));

async function control(method: string, path: string, body?: object): Promise<void> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${partnerCenter.url}/_local/${path}`, init);
  if (!response.ok) throw new Error(await response.text());
}

function servicesWith(changes: Readonly<Record<string, string>> = {}) {
  const endpoints = {
    tablesConnectionString: azurite.connectionString,
    serviceBusConnectionString: serviceBus.connectionString,
    partnerCenterUrl: partnerCenter.url,
  };
  return createServices(readConfig({ ...localSettings(endpoints, {}), ...changes }));
}

function look(changes: Readonly<Record<string, string>> = {}): Promise<Diagnosis> {
  return diagnose(accessChecks(servicesWith(changes)), AbortSignal.timeout(60_000));
}

function failedIn({ findings }: Diagnosis): string[] {
  return findings.filter(({ status }) => status === 'failed').map(({ check }) => check);
}

function messageOf({ findings }: Diagnosis, check: string): Finding['message'] {
  return findings.find((finding) => finding.check === check)?.message ?? '';
}

describe('on a laptop', () => {
  it('everything is well, and nothing is left behind', async () => {
    await control('PUT', `submissions/${keyTexts.msi}`, { publishingStatus: 'INPROGRESS' });
    const services = servicesWith();
    const store = await services.store();

    const diagnosis = await diagnose(accessChecks(services), AbortSignal.timeout(60_000));

    expect(diagnosis).toMatchObject({ status: 'ok' });
    expect((await store.list({ size: 10 })).items).toEqual([]);
    expect(diagnosis.findings.map(({ check, status }) => `${check}: ${status}`)).toEqual([
      'settings: ok',
      'token for hardware and Store: ok',
      'hardware API: ok',
      'Store API: ok',
      'token for MSI/EXE: ok',
      'MSI/EXE API: skipped',
      'table: ok',
      'topic: ok',
      'slice queue: ok',
    ]);
  });

  it('an account with nothing in it is to be looked at', async () => {
    await control('POST', 'reset');
    const diagnosis = await look();
    expect(diagnosis.status).toBe('warning');
    expect(messageOf(diagnosis, 'Store API')).toContain('associated with no account');
  });
});

describe('a token is not given', () => {
  it.each([
    [
      'with a wrong tenant',
      { PARTNER_CENTER_TENANT_ID: '99999999-0000-4000-8000-000000000000' },
      /PARTNER_CENTER_TENANT_ID \(AADSTS90002\)/,
    ],
    [
      'with a wrong client',
      { PARTNER_CENTER_CLIENT_ID: '99999999-0000-4000-8000-000000000000' },
      /no such app.*AADSTS700016/,
    ],
    [
      'with a wrong secret',
      { PARTNER_CENTER_CLIENT_SECRET: 'FAKE-CLIENT-SECRET~another' },
      /not its id.*AADSTS7000215/,
    ],
    [
      'where the authority is not there',
      { PARTNER_CENTER_AUTHORITY_URL: 'http://127.0.0.1:1' },
      /PARTNER_CENTER_AUTHORITY_URL/,
    ],
  ])('%s', async (_title, changes, expected) => {
    const diagnosis = await look(changes);
    expect(failedIn(diagnosis)).toEqual(['token for hardware and Store', 'token for MSI/EXE']);
    expect(messageOf(diagnosis, 'token for hardware and Store')).toMatch(expected);
    expect(secretsIn(diagnosis)).toEqual([]);
    expect(JSON.stringify(diagnosis)).not.toContain('SECRET~another');
  });

  it('with an expired secret', async () => {
    await control('PUT', 'secret', { expired: true });
    const diagnosis = await look();
    expect(messageOf(diagnosis, 'token for hardware and Store')).toMatch(/has expired.*AADSTS7000222/);
    expect(failedIn(diagnosis)).not.toContain('table');
  });
});

describe('Partner Center does not let the app read', () => {
  const strike = (api: string, fault: object) => control('POST', 'faults', { api, fault });

  it('without a role', async () => {
    await strike('hardware', { status: 403 });
    await strike('store', { status: 403 });
    const diagnosis = await look();
    expect(failedIn(diagnosis)).toEqual(['hardware API', 'Store API']);
    expect(messageOf(diagnosis, 'Store API')).toMatch(/\(403\).*role Manager/);
  });

  it('but where only hardware is closed, the account may just have none', async () => {
    await strike('hardware', { status: 403 });
    expect((await look()).status).toBe('warning');
  });

  it.each([
    [{ status: 503 }, /a fault \(503\)/],
    [{ status: 429 }, /request limit is spent \(429\)/],
    [{ status: 401 }, /refuses the token \(401\)/],
  ])('with %j', async (fault, expected) => {
    await strike('store', fault);
    expect(messageOf(await look(), 'Store API')).toMatch(expected);
  });

  it.each(['html', 'garbage', 'empty'])('with %s', async (fault) => {
    await control('POST', 'faults', { api: 'store', fault });
    expect(messageOf(await look(), 'Store API')).toMatch(/not what the API sends/);
  });

  it('without a seller', async () => {
    const services = servicesWith();
    const [{ trackSubmission }, { keyOf }] = [
      await import('../../shared/use-cases/track-submission.ts'),
      await import('../support/key-of.ts'),
    ];
    await trackSubmission(await services.store(), keyOf(keyTexts.msi), new Date());
    await control('PUT', `submissions/${keyTexts.msi}`, { publishingStatus: 'INPROGRESS' });
    expect(messageOf(await look({ PARTNER_CENTER_SELLER_ID: '' }), 'MSI/EXE API')).toMatch(
      /\(400\).*PARTNER_CENTER_SELLER_ID/,
    );
    expect(messageOf(await look(), 'MSI/EXE API')).toBe('A tracked submission can be read.');
  });
});

describe('Azure is not there', () => {
  it('without the topic', async () => {
    const diagnosis = await look({ SERVICEBUS_TOPIC: 'no-such-topic' });
    expect(failedIn(diagnosis)).toEqual(['topic']);
    expect(messageOf(diagnosis, 'topic')).toContain('correct SERVICEBUS_TOPIC');
  });

  it('without the queue', async () => {
    const diagnosis = await look({ SERVICEBUS_SLICE_QUEUE: 'no-such-queue' });
    expect(failedIn(diagnosis)).toEqual(['slice queue']);
  });

  it('without the right to send', async () => {
    const stranger = serviceBus.connectionString.replace(/SharedAccessKey=[^;]+/, 'SharedAccessKey=bm90IHRoZSBrZXk=');
    const diagnosis = await look({ ServiceBusConnection: stranger });
    expect(messageOf(diagnosis, 'topic')).toContain('Azure Service Bus Data Sender');
    expect(failedIn(diagnosis)).toEqual(['topic', 'slice queue']);
  });

  it('with a namespace that is down', async () => {
    const dead = serviceBus.connectionString.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1');
    expect(messageOf(await look({ ServiceBusConnection: dead }), 'topic')).toContain('Nothing listens at that address');
  });

  it('with an account that is down', async () => {
    const dead = azurite.connectionString.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:1');
    const diagnosis = await look({ TABLES_CONNECTION_STRING: dead });
    expect(failedIn(diagnosis)).toEqual(['table']);
    expect(messageOf(diagnosis, 'table')).toContain('Nothing listens at that address: check TABLES_ENDPOINT');
  });

  it.each([
    [403, 'AuthorizationPermissionMismatch', 'Storage Table Data Contributor'],
    [404, 'TableNotFound', 'correct TABLE_NAME'],
  ])('with an account that answers %s %s', async (status, code, expected) => {
    const server = await startServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: 'no' } } }));
    });
    const account = `${server.url}/devstoreaccount1`;
    const strange = azurite.connectionString.replace(/TableEndpoint=[^;]+/, `TableEndpoint=${account}`);
    expect(messageOf(await look({ TABLES_CONNECTION_STRING: strange }), 'table')).toContain(expected);
  });
});

describe('a channel', () => {
  it('is well with its subscription and a host that answers, to which nothing is posted', async () => {
    const server = await startServer((_request, response) => response.writeHead(404).end());
    const channel = JSON.stringify([
      { name: 'mine', sort: 'slack', webhookSetting: 'MY_HOOK', subscription: 'console' },
    ]);
    const diagnosis = await look({ NOTIFY_CHANNELS: channel, MY_HOOK: `${server.url}/services/very-secret` });
    expect(failedIn(diagnosis)).toEqual([]);
    expect(messageOf(diagnosis, 'webhook of mine')).toContain('nothing was posted');
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['HEAD /']);
  });

  it('is told that its host does not answer, or is not allowed, without a word of its URL', async () => {
    const channel = JSON.stringify([
      { name: 'mine', sort: 'slack', webhookSetting: 'MY_HOOK', subscription: 'console' },
    ]);
    const server = await startServer(() => undefined);
    await server.stop();
    const diagnosis = await look({ NOTIFY_CHANNELS: channel, MY_HOOK: `${server.url}/services/very-secret` });
    expect(messageOf(diagnosis, 'webhook of mine')).toContain('Nothing listens at that address');
    expect(JSON.stringify(diagnosis)).not.toContain('very-secret');
    expect(JSON.stringify(diagnosis)).not.toContain(server.url);
    const hosts = { allowedHosts: ['hooks.slack.com'], allowLoopback: false };
    const refused = await checkWebhookAccess('https://evil.example/very-secret', hosts, 20);
    expect(refused).toEqual({ outcome: 'closed', refusal: { code: 'forbidden' } });
  });

  it('is looked for at its own host alone, wherever that would lead', async () => {
    const other = await startServer((_request, response) => response.end());
    const server = await startServer((_request, response) => response.writeHead(307, { location: other.url }).end());
    const hosts = { allowedHosts: [], allowLoopback: true };
    expect(await checkWebhookAccess(`${server.url}/very-secret`, hosts, 20)).toEqual({ outcome: 'open' });
    expect(other.requests).toEqual([]);
  });

  it('is told what is missing', async () => {
    const channel = JSON.stringify([
      { name: 'mine', sort: 'teams', webhookSetting: 'MY_HOOK', subscription: 'nowhere' },
    ]);
    const diagnosis = await look({
      NOTIFY_CHANNELS: channel,
      MY_HOOK: '@Microsoft.KeyVault(SecretUri=https://v/secrets/x)',
    });
    expect(messageOf(diagnosis, 'subscription of mine')).toContain('no such subscription');
    expect(messageOf(diagnosis, 'webhook of mine')).toContain('Key Vault reference');
  });
});
