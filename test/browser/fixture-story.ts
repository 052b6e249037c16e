import { type FixtureSubmission, fixtureNow } from './fixture-data.ts';

/** A week of a small company: one submission of each sort, and the whole way of a driver. */

const minute = 60_000;
const hour = 60 * minute;
const ago = (milliseconds: number) => new Date(fixtureNow - milliseconds).toISOString();

interface Told {
  key: string;
  name: string;
  state?: string;
  outcome?: string;
  /** Milliseconds before now. */
  since: number;
  more?: Partial<FixtureSubmission>;
}

function told({ key, name, state, outcome, since, more = {} }: Told): FixtureSubmission {
  const parts = key.split(':');
  const [kind = '', productId = ''] = parts;
  return {
    key,
    kind,
    productKey: parts.slice(0, -1).join(':'),
    productId,
    submissionId: parts.at(-1) ?? '',
    name,
    ...(state === undefined ? {} : { state, stateSince: ago(since), lastChangedAt: ago(since) }),
    ...(outcome === undefined ? {} : { outcome }),
    trackedAt: ago(since + 30 * hour),
    lastCheckedAt: ago(minute),
    nextPollAt: ago(-4 * minute),
    sequence: 4,
    failures: 0,
    portalUrl: `https://partner.microsoft.com/dashboard/products/${productId}/submissions/${parts.at(-1)}`,
    issues: [],
    reports: [],
    artifacts: [],
    ...more,
  };
}

export const driverKey = 'hardware:13635057453741401:1152921504621450011';

const driver = told({
  key: driverKey,
  name: 'Contoso Wi-Fi 7 Adapter',
  state: 'signing/started',
  outcome: 'inProgress',
  since: 3 * hour + 12 * minute,
  more: {
    issues: [
      {
        severity: 'warning',
        code: 'validation',
        details: 'The INF names a hardware id that another driver has as well.',
      },
    ],
    reports: [{ date: ago(4 * hour), url: 'https://partner.microsoft.com/dashboard/hardware/reports/r-2101' }],
    artifacts: ['driverMetadata'],
  },
});

export const storySubmissions: readonly FixtureSubmission[] = [
  told({
    key: 'app:9NSAMPLEAPP1:1152921505694900057',
    name: 'Submission 12',
    state: 'Release',
    outcome: 'waiting',
    since: 5 * hour,
  }),
  told({
    key: 'addon:9NSAMPLEADD2:1152921505689400033',
    name: 'Submission 2',
    state: 'CertificationFailed',
    outcome: 'failed',
    since: 40 * minute,
    more: {
      issues: [
        {
          severity: 'error',
          code: 'Other',
          details: 'The add-on did not pass certification. See the report for the policy concerned.',
        },
        { severity: 'warning', code: 'ListingOptOutWarning', details: 'Listing language(s) taken out: [de-de]' },
      ],
    },
  }),
  told({
    key: 'hardware:13635057453741403:1152921504621450123',
    name: 'Contoso Touchpad',
    state: 'validation/failed',
    outcome: 'failed',
    since: 26 * hour,
    more: {
      issues: [
        {
          severity: 'error',
          code: 'validation',
          details: 'Test results could not be merged: the package holds results for two different product types.',
        },
        { severity: 'error', code: 'validation', details: 'Signature check failed for contosopad.sys (x64).' },
      ],
    },
  }),
  driver,
  told({
    key: 'app:9NSAMPLEAPP3:1152921505694900113',
    name: 'Submission 2',
    state: 'Certification',
    outcome: 'inProgress',
    since: 7 * hour + 5 * minute,
  }),
  told({
    key: 'flight:9NSAMPLEAPP2:12243546-1234-4321-abcd-0123456789ab:1152921505694900201',
    name: 'Submission 7',
    state: 'PreProcessing',
    outcome: 'inProgress',
    since: 80 * hour,
    more: { stalledAt: ago(8 * hour) } as Partial<FixtureSubmission>,
  }),
  told({
    key: 'msi:0b1c9f0e-7a53-4c5e-9d6a-3f1f5a2b7c11:1152921505699900031',
    name: 'Contoso Studio',
    state: 'PUBLISHED',
    outcome: 'succeeded',
    since: 21 * hour,
  }),
  told({
    key: 'addon:9NSAMPLEADD1:1152921505689400021',
    name: 'Submission 4',
    state: 'Published',
    outcome: 'succeeded',
    since: 49 * hour,
  }),
  told({ key: 'hardware:13635057453741405:1152921504621460007', name: 'Contoso Dock - rev B', since: minute }),
];

function watched(key: string, name: string, more: object = {}) {
  const [kind, productId] = key.split(':');
  const checked = { watchedAt: ago(90 * hour), lastCheckedAt: ago(3 * minute), failures: 0, nextPollAt: ago(0) };
  return { key, kind, productId, name, ...checked, ...more };
}

export const storyProducts = [
  watched('addon:9NSAMPLEADD1', 'Offline maps'),
  watched('flight:9NSAMPLEAPP2:12243546-1234-4321-abcd-0123456789ab', 'Contoso Mail, preview ring'),
  watched('app:9NSAMPLEAPP1', 'Contoso Maps'),
  watched('app:9NSAMPLEAPP3', 'Contoso Notes', { pendingId: '1152921505694900113' }),
  watched('addon:9NSAMPLEADD2', 'Night mode', {
    lastCheckedAt: ago(20 * minute),
    failures: 2,
    lastFailure: { reason: 'throttled', at: ago(3 * minute) },
  }),
];

type Step = readonly [beforeNow: number, name: string, severity: string, data: object];

const before = { name: driver.name, outcome: 'inProgress' };
const moved = (from: string, to: string, secondsInPreviousState: number) => ({
  ...before,
  state: to,
  from,
  to,
  fromOutcome: from === 'CommitPending' ? 'draft' : 'inProgress',
  toOutcome: 'inProgress',
  direction: 'forward',
  secondsInPreviousState,
  resolvedIssues: [],
});

const steps: readonly Step[] = [
  [
    30 * hour,
    'tracked',
    'info',
    { ...before, state: 'CommitPending', outcome: 'draft', snapshot: { issues: [], reports: [], artifacts: [] } },
  ],
  [26 * hour, 'state-changed', 'info', moved('CommitPending', 'preparation/started', 4 * 3600)],
  [24 * hour, 'state-changed', 'info', moved('preparation/started', 'scanning/started', 2 * 3600)],
  [18 * hour, 'state-changed', 'info', moved('scanning/started', 'validation/started', 6 * 3600)],
  [17 * hour, 'warnings-raised', 'warning', { ...before, state: 'validation/started', issues: driver.issues }],
  [15 * hour, 'state-changed', 'info', moved('validation/started', 'manualReview/started', 3 * 3600)],
  [4 * hour, 'report-added', 'info', { ...before, state: 'manualReview/started', reports: driver.reports }],
  [3 * hour + 12 * minute, 'state-changed', 'info', moved('manualReview/started', 'signing/started', 42_480)],
  [2 * hour, 'artifact-available', 'success', { ...before, state: 'signing/started', artifacts: ['driverMetadata'] }],
];

/** Newest first, as the API gives it. */
export const driverHistory = steps
  .map(([beforeNow, name, severity, data], index) => ({
    specversion: '1.0',
    id: `${driverKey}/${index + 1}`,
    source: '/fixture',
    type: `submissionwatch.submission.${name}.v1`,
    subject: driverKey,
    time: ago(beforeNow),
    datacontenttype: 'application/json',
    dataschema: `urn:submissionwatch:submission.${name}:v1`,
    sequence: String(index + 1).padStart(10, '0'),
    data: {
      key: driverKey,
      productKey: driver.productKey,
      kind: driver.kind,
      productId: driver.productId,
      submissionId: driver.submissionId,
      portalUrl: driver.portalUrl,
      severity,
      ...data,
    },
  }))
  .reverse();

const visits = [
  ['CommitPending', 'draft', 30 * hour],
  ['preparation/started', 'inProgress', 26 * hour],
  ['scanning/started', 'inProgress', 24 * hour],
  ['validation/started', 'inProgress', 18 * hour],
  ['manualReview/started', 'inProgress', 15 * hour],
  ['signing/started', 'inProgress', 3 * hour + 12 * minute],
] as const;

export const driverDetail = {
  ...driver,
  durations: visits.map(([state, outcome, since], index) => {
    const next = visits[index + 1]?.[2];
    return { state, outcome, since: ago(since), ...(next === undefined ? {} : { until: ago(next) }) };
  }),
  expected: { remainingSeconds: 2 * 3600, typicalSeconds: 5 * 3600 + 720, basedOn: 14 },
};
