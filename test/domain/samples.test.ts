import { parseHardware } from '../../shared/adapters/partner-center/hardware.ts';
import { parseMsiExe, parseOngoing } from '../../shared/adapters/partner-center/msi-exe.ts';
import { retryAfterSeconds } from '../../shared/adapters/partner-center/retry-after.ts';
import { parsePointers, parseStore } from '../../shared/adapters/partner-center/store.ts';
import { decideOnRead } from '../../shared/domain/decide.ts';
import { observe } from '../../shared/domain/observe.ts';
import type { Observation, Snapshot } from '../../shared/domain/snapshot.ts';
import { isSubmissionId, type Kind } from '../../shared/domain/submission-key.ts';
import { UnreadableBodyError } from '../../shared/errors.ts';
import { aProductKey } from '../support/a-product.ts';
import { anUnreadSubmission, noon } from '../support/a-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { sampleBody, sampleNames, sampleText } from '../support/sample-body.ts';
import { someRules } from '../support/some-rules.ts';

interface Exchange {
  readonly request?: string;
  readonly api?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const exchanges = (name: string) => sampleBody(name) as readonly Exchange[];
const kindOf = (name: string) => name.split('-')[0] as Kind;
const parse = (kind: Kind, body: unknown): Observation =>
  kind === 'hardware' ? parseHardware(body) : kind === 'msi' ? parseMsiExe(body) : parseStore(body);
const read = (name: string) => parse(kindOf(name), sampleBody(name));
const snapshotOf = (name: string) => observe(kindOf(name), undefined, read(name));

const sales = {
  severity: 'warning',
  code: 'SalesUnsupportedWarning',
  details: 'Sales of this product are managed outside of this API and are left as they are.',
} as const;
const driver = { name: 'Contoso Wi-Fi 7 Adapter', issues: [], reports: [], artifacts: [] };
const addon = { name: 'Submission 4', publishMode: 'Immediate', issues: [sales], reports: [], artifacts: [] };
const pages = 'https://partner.microsoft.com/dashboard/products';
const addonReport = (id: string) => `${pages}/9NSAMPLE0ADN/submissions/1152921505689378154/certification-reports/${id}`;
const driverReport =
  'https://manage.devcenter.microsoft.com/dashboard/hardware/Driver/DownloadCertificationReport/10000001/13635057453741329/1152921504621441930';
const app = {
  name: 'Submission 12',
  issues: [sales],
  reports: [
    {
      date: '2025-06-01T18:20:45.903Z',
      url: `${pages}/9NSAMPLE0APP/submissions/1152921505694880312/certification-reports/r-2001`,
    },
  ],
  artifacts: [],
};

const snapshots: Readonly<Record<string, Snapshot>> = {
  'hardware-01-commit-pending': { ...driver, state: 'commitPending', outcome: 'draft' },
  'hardware-02-scanning-started': { ...driver, state: 'scanning/started', outcome: 'inProgress' },
  'hardware-03-numeric-current-step': { ...driver, state: '4/completed', outcome: 'inProgress' },
  'hardware-04-completed-get1': {
    ...driver,
    state: 'finalizeIngestion/completed',
    outcome: 'succeeded',
    reports: [{ url: driverReport }],
    artifacts: ['derivedPackage', 'signedPackage', 'driverMetadata'],
  },
  'hardware-05-completed-get2-rotated-sas': {
    ...driver,
    state: 'finalizeIngestion/completed',
    outcome: 'succeeded',
    reports: [{ url: driverReport }],
    artifacts: ['signedPackage', 'driverMetadata', 'derivedPackage'],
  },
  'hardware-06-failed-validation': {
    ...driver,
    state: 'validation/failed',
    outcome: 'failed',
    issues: [
      'Test results could not be merged: the package holds results for two different product types.',
      'Signature check failed for contosowifi.sys (x64).',
    ].map((details) => ({ severity: 'error', code: 'validation', details })),
    artifacts: ['errorReport'],
  },
  'addon-01-pending-commit': {
    ...addon,
    state: 'PendingCommit',
    outcome: 'draft',
    issues: [
      { severity: 'warning', code: 'ListingOptOutWarning', details: 'Listing language(s) taken out: [de-de]' },
      sales,
    ],
  },
  'addon-02-placeholder-entries': { ...addon, state: 'PendingCommit', outcome: 'draft', issues: [] },
  'addon-03-commit-failed': {
    ...addon,
    state: 'CommitFailed',
    outcome: 'failed',
    issues: [
      {
        severity: 'error',
        code: 'MissingFiles',
        details: 'Files named in the listings are not in the archive: icon-cs.png',
      },
      {
        severity: 'error',
        code: 'InvalidParameterValue',
        details: 'pricing.marketSpecificPricings: CZ has no price tier called Tier3',
      },
      {
        severity: 'error',
        code: 'IsInternalError',
        details: 'Commit workflow 3f1d2a70-58c4-4a0e-9a6e-0c1b9f7de001 was cancelled',
      },
      sales,
    ],
  },
  'addon-04-certification': { ...addon, state: 'Certification', outcome: 'inProgress' },
  'addon-05-certification-failed-with-report': {
    ...addon,
    state: 'CertificationFailed',
    outcome: 'failed',
    issues: [
      {
        severity: 'error',
        code: 'Other',
        details: 'The add-on did not pass certification. See the report for the policy concerned.',
      },
      sales,
    ],
    reports: [{ date: '2025-05-22T14:03:11.517Z', url: addonReport('r-1001') }],
  },
  'addon-06-published-two-reports': {
    ...addon,
    state: 'Published',
    outcome: 'succeeded',
    reports: [
      { date: '2025-05-27T07:41:09.000Z', url: addonReport('r-1002') },
      { date: '2025-05-22T14:03:11.517Z', url: addonReport('r-1001') },
    ],
  },
  'addon-07-status-only-commit-started': {
    state: 'CommitStarted',
    outcome: 'inProgress',
    issues: [],
    reports: [],
    artifacts: [],
  },
  'app-01-release-manual-hold': { ...app, state: 'Release', outcome: 'waiting', publishMode: 'Manual', rollout: null },
  'app-02-published-rollout-in-progress': {
    ...app,
    state: 'Published',
    outcome: 'succeeded',
    publishMode: 'Immediate',
    rollout: { percentage: 25, status: 'PackageRolloutInProgress' },
  },
  'flight-01-preprocessing': {
    state: 'PreProcessing',
    outcome: 'inProgress',
    publishMode: 'SpecificDate',
    issues: [
      {
        severity: 'warning',
        code: 'PackageValidationWarning',
        details: 'The package asks for a restricted capability: runFullTrust',
      },
    ],
    reports: [],
    artifacts: [],
    rollout: { percentage: 10, status: 'PackageRolloutNotStarted' },
  },
};

/** Samples that are no single body of a submission. */
const others = [
  'errors-http-bodies',
  'hardware-07-submissions-list-colliding-ids',
  'msiexe-bodies',
  'store-parent-pointers',
];

describe('each sample body', () => {
  it('is known to these tests', () => {
    expect(sampleNames()).toEqual([...Object.keys(snapshots), ...others].sort());
  });

  it.each(Object.entries(snapshots))('%s is read to its snapshot', (name, snapshot) => {
    expect(snapshotOf(name)).toEqual(snapshot);
  });

  it.each(Object.keys(snapshots))('%s leaves no secret in what is stored and published', (name) => {
    const first = anUnreadSubmission(aSubmissionKey(kindOf(name)));
    const decision = decideOnRead(first, read(name), noon, someRules(), 0);
    const kept = JSON.stringify(decision);
    for (const secret of ['sig=', 'RkFLRS1TQVM', 'blob.core.windows.net', 'fileUploadUrl', 'NOT-A-REAL', 'reviewer@']) {
      expect(kept).not.toContain(secret);
    }
  });
});

describe('a sample read after another', () => {
  const afterwards = (earlier: string, later: string) => {
    const kind = kindOf(earlier);
    const { next } = decideOnRead(anUnreadSubmission(aSubmissionKey(kind)), read(earlier), noon, someRules(), 0);
    return { before: next.snapshot, ...decideOnRead(next, read(later), noon, someRules(), 0) };
  };

  it('is no change where only signatures and order differ', () => {
    const { before, next, events } = afterwards('hardware-04-completed-get1', 'hardware-05-completed-get2-rotated-sas');
    expect(sampleText('hardware-04-completed-get1')).not.toBe(sampleText('hardware-05-completed-get2-rotated-sas'));
    expect(events).toEqual([]);
    expect(next.snapshot).toBe(before);
  });

  it('has exactly one new report, although the other date is printed with fewer digits', () => {
    const { events } = afterwards('addon-05-certification-failed-with-report', 'addon-06-published-two-reports');
    expect(events.map((event) => event.type)).toEqual([
      'submissionwatch.submission.state-changed.v1',
      'submissionwatch.submission.report-added.v1',
    ]);
    expect(events[1]?.data).toMatchObject({
      reports: [{ date: '2025-05-27T07:41:09.000Z', url: addonReport('r-1002') }],
    });
  });

  it('announces nothing for placeholders that come and go', () => {
    const { events } = afterwards('addon-02-placeholder-entries', 'addon-02-placeholder-entries');
    expect(events).toEqual([]);
  });

  it('keeps name and publish mode where the status alone is read', () => {
    const { next } = afterwards('addon-01-pending-commit', 'addon-07-status-only-commit-started');
    expect(next.snapshot).toMatchObject({ name: 'Submission 4', publishMode: 'Immediate', issues: [] });
  });

  it('brings what became available when a driver is signed', () => {
    const { events } = afterwards('hardware-02-scanning-started', 'hardware-04-completed-get1');
    expect(events.map((event) => event.type.split('.')[2])).toEqual([
      'state-changed',
      'report-added',
      'artifact-available',
    ]);
  });
});

describe('the sample list of hardware submissions', () => {
  it('holds three submissions, whose ids are one double', () => {
    const { value } = sampleBody('hardware-07-submissions-list-colliding-ids') as { value: { id: string }[] };
    const ids = value.map((row) => row.id);
    expect(ids).toEqual(['1152921504621441944', '1152921504621441946', '1152921504621441930']);
    expect(ids.every((id) => isSubmissionId('hardware', id))).toBe(true);
    expect(new Set(ids.map(Number)).size).toBe(1);
  });
});

describe('the sample answers of MSI/EXE', () => {
  it.each(exchanges('msiexe-bodies').filter(({ request }) => request?.includes('/submission/1')))(
    'for $request are read to a snapshot',
    ({ body }) => {
      const failed = JSON.stringify(body).includes('FAILED');
      expect(observe('msi', undefined, parseMsiExe(body))).toEqual({
        state: failed ? 'FAILED' : 'INPROGRESS',
        outcome: failed ? 'failed' : 'inProgress',
        issues: failed
          ? [
              {
                severity: 'error',
                code: 'packageuploaderror',
                details: 'The installer at the package URL could not be read.',
              },
            ]
          : [],
        reports: [],
        artifacts: [],
      });
    },
  );

  it('name the submission under way, or none', () => {
    const products = exchanges('msiexe-bodies').filter(({ request }) => request?.endsWith('c7d/status'));
    expect(products.map(({ body }) => parseOngoing(body))).toEqual(['1152921505700517065', undefined]);
    for (const { body } of products) expect(() => parseMsiExe(body)).toThrow(UnreadableBodyError);
  });
});

describe('the sample products of the Store', () => {
  it('name what is pending and what was published last, null and absent being none', () => {
    const keys = ['addon:9NSAMPLE0ADN', 'app:9NSAMPLE0APP', 'flight:9NSAMPLE0APP:6f0a51c2-3d77-4e18-9b0d-84c1d2e3f405'];
    const bodies = exchanges('store-parent-pointers').map(({ body }) => body);
    expect(keys.map((key, index) => parsePointers(aProductKey(key), bodies[index]))).toEqual([
      {
        name: 'premium.maps',
        submissionIds: ['1152921505688214407', '1152921505689378154'],
        pendingId: '1152921505689378154',
        lastPublishedId: '1152921505688214407',
      },
      { name: 'Contoso Maps', submissionIds: ['1152921505694880312'], lastPublishedId: '1152921505694880312' },
      { name: 'Insiders', submissionIds: ['1152921505695500790'], pendingId: '1152921505695500790' },
    ]);
    for (const body of bodies) expect(() => parseStore(body)).toThrow(UnreadableBodyError);
  });
});

describe('the sample error answers', () => {
  const kinds: Readonly<Record<string, Kind>> = { 'store-v1': 'addon', 'hardware-v2': 'hardware', 'msiexe-v1': 'msi' };
  const waits: Readonly<Record<string, number>> = { 'store-v1 429': 14, 'hardware-v2 429': 22 };

  it.each(exchanges('errors-http-bodies'))('$api $status never passes for a submission', ({ api = '', body }) => {
    const kind = kinds[api];
    expect(kind).toBeDefined();
    expect(() => parse(kind ?? 'addon', body)).toThrow(UnreadableBodyError);
  });

  it.each(exchanges('errors-http-bodies'))(
    '$api $status asks to wait as long as it says',
    ({ api, status, headers, body }) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      expect(retryAfterSeconds(headers?.['Retry-After'] ?? null, text, noon)).toBe(waits[`${api} ${status}`]);
    },
  );
});
