import { CLIENT_SECRET, NOTES_PASSWORD, SIGNATURE_MARK, TOKEN_MARK } from '../../local/partner-center/credentials.ts';
import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import type { PartnerCenter } from '../../shared/ports/partner-center.ts';
import { createFixedClock, type FixedClock } from './fixed-clock.ts';
import { controlPartnerCenter, signIn } from './partner-center-client.ts';

interface SimulatedPartnerCenterUnderTest {
  readonly clock: FixedClock;
  /** The real client, signed in. */
  readonly partnerCenter: PartnerCenter;
  /** Another one, as another instance has. */
  signIn(): PartnerCenter;
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

  const control = (method: string, path: string, body?: unknown) =>
    controlPartnerCenter(server?.url ?? '', method, path, body);

  beforeAll(async () => {
    server = await startPartnerCenter({ now: () => clock.now().getTime() });
  });
  beforeEach(async () => {
    await control('POST', 'reset');
    partnerCenter = signIn(server?.url ?? '', clock.now);
  });
  afterAll(() => server?.stop());

  return {
    clock,
    control,
    signIn: () => signIn(server?.url ?? '', clock.now),
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
