import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENT_ID, CLIENT_SECRET, TENANT_ID } from '../../local/partner-center/credentials.ts';
import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { useHttpServers } from '../support/http-server.ts';
import { controlPartnerCenter } from '../support/partner-center-client.ts';

const startServer = useHttpServers();

/** Runs `npm run doctor` as a person does, without npm. */
function doctor(settings: Readonly<Record<string, string>>, ...args: string[]) {
  const env = { PATH: process.env['PATH'] ?? '', ...settings };
  return new Promise<{ exitCode: unknown; output: string; stdout: string }>((resolve) => {
    execFile(process.execPath, ['scripts/doctor.ts', ...args], { env }, (error, stdout, stderr) =>
      resolve({ exitCode: error?.code ?? 0, output: stdout + stderr, stdout }),
    );
  });
}

describe('npm run doctor', () => {
  it('is green on a laptop, and gives JSON to programs', async () => {
    const [forPeople, forPrograms] = await Promise.all([doctor({}), doctor({}, '--json')]);
    expect(forPeople.output).toContain('All is well.');
    expect(forPeople.exitCode).toBe(0);
    expect(forPeople.output).not.toContain(CLIENT_SECRET);
    expect(JSON.parse(forPrograms.stdout)).toMatchObject({ status: 'ok', findings: expect.any(Array) });
  });

  it.each([
    ['a dead topic', { SERVICEBUS_TOPIC: 'nowhere' }, /FAILED {2}topic .*SERVICEBUS_TOPIC/],
    ['a setting that is no number', { POLL_CONCURRENCY: 'many' }, /FAILED {2}settings .*POLL_CONCURRENCY must be/],
    [
      'a secret that the vault does not hold',
      { PARTNER_CENTER_CLIENT_SECRET: '@Microsoft.KeyVault(SecretUri=x)' },
      /FAILED {2}settings .*still a Key Vault reference/,
    ],
  ])('names %s', async (_what, settings, expected) => {
    const { exitCode, output } = await doctor(settings);
    expect(output).toMatch(expected);
    expect(exitCode).toBe(1);
  });

  it('tells a key or a token that is not the right one from an app that is not there', async () => {
    const app = await startServer(({ headers }, response) => {
      const { authorization } = headers;
      const refusal = authorization === 'Bearer of-a-reader' ? 403 : 401;
      response
        .writeHead(headers['x-functions-key'] === 'right' || authorization === 'Bearer right' ? 404 : refusal)
        .end();
    });
    const ask = (settings: Readonly<Record<string, string>>) => doctor(settings, '--url', `${app.url}/api`);
    const refused = (words: string) => ({ exitCode: 2, output: expect.stringContaining(words) });
    expect(await ask({ DOCTOR_KEY: 'hunter2' })).toMatchObject(refused('DOCTOR_KEY is none of its keys'));
    expect(await ask({ DOCTOR_KEY: 'right' })).toMatchObject(refused('there is no such app'));
    expect(await ask({ DOCTOR_TOKEN: 'right' })).toMatchObject(refused('there is no such app'));
    expect(await ask({ DOCTOR_TOKEN: 'of-a-reader' })).toMatchObject(refused('the app role Submissions.Operate'));
    expect(app.requests.map(({ method, url }) => `${method} ${url}`)).toContain('POST /api/diagnose');
  });

  it('says where it asked in vain when no app answers there', async () => {
    const gone = await startServer(() => undefined);
    await gone.stop();
    const { exitCode, output } = await doctor({ DOCTOR_KEY: 'right' }, '--url', `${gone.url}/api`);
    expect(output).toContain(`${gone.url}/api/diagnose cannot be reached: connect ECONNREFUSED`);
    expect(exitCode).toBe(2);
  });

  it('ends with a sentence where a part of the laptop cannot be started, and leaves none of the others running', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    const script = join(process.cwd(), 'scripts/doctor.ts');
    const env = { PATH: process.env['PATH'] ?? '' };
    const output = await new Promise((resolve) => {
      // A folder in which the topology of the broker is not to be found.
      execFile(process.execPath, [script], { cwd: folder, env, timeout: 30_000 }, (error, _stdout, stderr) =>
        resolve(`${error?.code}: ${stderr}`),
      );
    });
    rmSync(folder, { recursive: true });
    expect(output).toMatch(/^2: ENOENT.*Config\.json/);
  });

  it('shows what a deployed app found, and fails with it', async () => {
    const findings = [{ check: 'topic', status: 'failed', message: 'The topic is disabled.' }];
    const app = await startServer((_request, response) => response.end(JSON.stringify({ status: 'failed', findings })));
    const { exitCode, output } = await doctor({ DOCTOR_KEY: 'right' }, '--url', `${app.url}/api/`);
    expect(output).toMatch(/FAILED {2}topic {2}The topic is disabled\.\n\n1 failed\./);
    expect(exitCode).toBe(1);
  });
});

describe('npm run doctor, with an account of its own', () => {
  let partnerCenter: Awaited<ReturnType<typeof startPartnerCenter>>;
  let account: Record<string, string> = {};

  beforeAll(async () => {
    partnerCenter = await startPartnerCenter();
    account = {
      PARTNER_CENTER_TENANT_ID: TENANT_ID,
      PARTNER_CENTER_CLIENT_ID: CLIENT_ID,
      PARTNER_CENTER_CLIENT_SECRET: CLIENT_SECRET,
      PARTNER_CENTER_AUTHORITY_URL: partnerCenter.url,
      PARTNER_CENTER_DEV_CENTER_URL: partnerCenter.url,
      PARTNER_CENTER_STORE_URL: partnerCenter.url,
    };
  });
  afterEach(() => control('POST', 'reset'));
  afterAll(() => partnerCenter.stop());

  const control = (method: string, path: string, body?: object) =>
    controlPartnerCenter(partnerCenter.url, method, path, body);

  it('names a wrong tenant', async () => {
    const { exitCode, output } = await doctor({ ...account, PARTNER_CENTER_TENANT_ID: CLIENT_ID });
    expect(output).toMatch(/FAILED {2}token .*correct PARTNER_CENTER_TENANT_ID \(AADSTS90002\)/);
    expect(exitCode).toBe(1);
  });

  it('names an expired secret', async () => {
    await control('PUT', 'secret', { expired: true });
    const { output } = await doctor(account);
    expect(output).toMatch(/FAILED {2}token .*the client secret has expired/);
    expect(output).not.toContain(CLIENT_SECRET);
  });

  it('names a missing role', async () => {
    await control('POST', 'faults', { fault: { status: 403 } });
    const { exitCode, output } = await doctor(account);
    expect(output).toMatch(/FAILED {2}Store API .*\(403\): add the Entra app in Partner Center .* role Manager/);
    expect(exitCode).toBe(1);
  });
});
