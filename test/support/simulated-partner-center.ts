import {
  CLIENT_ID,
  CLIENT_SECRET,
  NOTES_PASSWORD,
  SELLER_ACCOUNT_ID,
  SIGNATURE_MARK,
  TENANT_ID,
  TOKEN_MARK,
} from '../../local/partner-center/credentials.ts';
import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { createAccessTokens } from '../../shared/adapters/partner-center/access-tokens.ts';
import { createPartnerCenter } from '../../shared/adapters/partner-center/client.ts';
import { createLoopbackTokenSource } from '../../shared/adapters/partner-center/loopback-token.ts';
import type { PartnerCenter } from '../../shared/ports.ts';
import { createFixedClock, type FixedClock } from './fixed-clock.ts';

export interface SimulatedPartnerCenterUnderTest {
  readonly clock: FixedClock;
  /** The real client, signed in. */
  readonly partnerCenter: PartnerCenter;
  /** A control call, for example `control('PUT', 'submissions/addon:...', { status: 'Certification' })`. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** `api status` of every call since the last reset, token calls with the api `token`. */
  calls(): Promise<string[]>;
}

/** One simulated Partner Center for a file; each test begins with an empty one and a client of its own. */
export function useSimulatedPartnerCenter(): SimulatedPartnerCenterUnderTest {
  let server: Awaited<ReturnType<typeof startPartnerCenter>> | undefined;
  let partnerCenter: PartnerCenter | undefined;
  const clock = createFixedClock();

  async function control(method: string, path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${server?.url}/_local/${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as unknown;
  }

  beforeAll(async () => {
    server = await startPartnerCenter({ now: () => clock.now().getTime() });
  });
  beforeEach(async () => {
    await control('POST', 'reset');
    const url = server?.url ?? '';
    const identity = { authorityUrl: url, tenantId: TENANT_ID, clientId: CLIENT_ID, secret: CLIENT_SECRET };
    const tokens = createAccessTokens(async () => createLoopbackTokenSource(identity, clock.now), clock.now);
    const hosts = { devCenterUrl: url, storeUrl: url, sellerId: SELLER_ACCOUNT_ID };
    partnerCenter = createPartnerCenter({ ...hosts, tokens, timeoutSeconds: 20, now: clock.now });
  });
  afterAll(() => server?.stop());

  return {
    clock,
    control,
    get partnerCenter() {
      if (partnerCenter === undefined) throw new Error('It is there while a test runs');
      return partnerCenter;
    },
    async calls() {
      const { requests } = (await control('GET', 'requests')) as { requests: { api: string; status: number | null }[] };
      return requests.map(({ api, status }) => `${api} ${status}`);
    },
  };
}

/** What must be in nothing that the application keeps, publishes or logs. */
export function secretsIn(value: unknown): string[] {
  const text = JSON.stringify(value);
  const base64 = Buffer.from(SIGNATURE_MARK).toString('base64').slice(0, 20);
  const marks = [TOKEN_MARK, SIGNATURE_MARK, base64, encodeURIComponent(base64), NOTES_PASSWORD, CLIENT_SECRET, 'sig='];
  return marks.filter((mark) => text.includes(mark));
}
