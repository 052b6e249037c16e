/** Answers as the API gives them, made up: for what the real app cannot be brought to in a test, such as thousands of rows. */

export interface FixtureSubmission {
  key: string;
  kind: string;
  productKey: string;
  productId: string;
  submissionId: string;
  name?: string;
  state?: string;
  outcome?: string;
  trackedAt: string;
  stateSince?: string;
  lastChangedAt?: string;
  lastCheckedAt?: string;
  nextPollAt: string;
  sequence: number;
  failures: number;
  portalUrl: string;
  issues?: { severity: string; code: string; details: string }[];
  reports?: { date?: string; url?: string }[];
  artifacts?: string[];
}

const states = [
  ['PreProcessing', 'inProgress'],
  ['Certification', 'inProgress'],
  ['Release', 'waiting'],
  ['CertificationFailed', 'failed'],
  ['Published', 'succeeded'],
  ['Canceled', 'canceled'],
  ['PendingCommit', 'draft'],
] as const;

export const fixtureNow = Date.parse('2026-03-02T08:00:00Z');

export function fixtureSubmission(number: number): FixtureSubmission {
  const [state, outcome] = states[number % states.length] ?? states[0];
  const productId = `9NFIXTURE${String(number % 40).padStart(3, '0')}`;
  const submissionId = String(1_152_921_505_689_400_000n + BigInt(number));
  const changed = new Date(fixtureNow - number * 7 * 60_000).toISOString();
  return {
    key: `app:${productId}:${submissionId}`,
    kind: 'app',
    productKey: `app:${productId}`,
    productId,
    submissionId,
    name: `Submission ${number}`,
    state,
    outcome,
    trackedAt: changed,
    stateSince: changed,
    lastChangedAt: changed,
    lastCheckedAt: new Date(fixtureNow - 60_000).toISOString(),
    nextPollAt: new Date(fixtureNow + 60_000).toISOString(),
    sequence: 1,
    failures: 0,
    portalUrl: `https://partner.microsoft.com/dashboard/products/${productId}/submissions/${submissionId}`,
    issues:
      outcome === 'failed' ? [{ severity: 'error', code: 'Other', details: 'It did not pass certification.' }] : [],
    reports: [],
    artifacts: [],
  };
}

/** The first event of a submission. */
export function fixtureEvent(submission: FixtureSubmission) {
  const { key, kind, productKey, productId, submissionId, name, state = '', outcome = '', portalUrl } = submission;
  return {
    specversion: '1.0',
    id: `${key}/1`,
    source: '/fixture',
    type: 'submissionwatch.submission.tracked.v1',
    subject: key,
    time: submission.lastChangedAt ?? submission.trackedAt,
    datacontenttype: 'application/json',
    dataschema: 'urn:submissionwatch:submission.tracked:v1',
    sequence: '0000000001',
    data: {
      ...{ key, kind, productKey, productId, submissionId, name, state, outcome, portalUrl },
      severity: outcome === 'failed' ? 'error' : 'info',
      snapshot: { issues: [], reports: [], artifacts: [] },
    },
  };
}

export const fixtureStatus = {
  status: 'healthy',
  message: 'All is well',
  reasons: [],
  lastPass: {
    startedAt: new Date(fixtureNow - 125_000).toISOString(),
    endedAt: new Date(fixtureNow - 120_000).toISOString(),
    summary: { due: 20, read: 17, changed: 1, failed: 0, requests: 17, events: 1, published: 1, left: 3, slices: 0 },
  },
  budgets: [{ host: 'devCenter', perMinute: 20, tokens: 3.4, updatedAt: new Date(fixtureNow).toISOString() }],
  setAside: [],
  channels: [],
  unlistedProducts: [],
};
