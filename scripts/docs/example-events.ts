import type { Event } from '../../shared/contract/event.ts';
import type { WatcherEvent } from '../../shared/contract/watcher-event.ts';
import { decideOnFailure, decideOnRead, type Rules } from '../../shared/domain/decide.ts';
import { decideOnListing } from '../../shared/domain/decide-listing.ts';
import { fitEvent } from '../../shared/domain/fit-event.ts';
import type { Issue, Observation } from '../../shared/domain/snapshot.ts';
import { parseProductKey, parseSubmissionKey } from '../../shared/domain/submission-key.ts';
import { type Failure, newlyTracked, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { newlyWatched } from '../../shared/domain/watched-product.ts';
import { afterCheck, testEvent } from '../../shared/domain/watcher-health.ts';

const hour = 3_600_000;
const start = Date.parse('2026-03-02T08:00:00.000Z');

/** As the settings have them by default. */
export const exampleRules: Rules = {
  cadence: {
    activeSeconds: 60,
    waitingSeconds: 900,
    draftSeconds: 3_600,
    settledSeconds: 21_600,
    retireAfterDays: 30,
    productSeconds: 900,
  },
  stallLimits: { defaultSeconds: 72 * 3_600, byState: {} },
  mutedIssueCodes: new Set(),
  source: '/submission-watch',
};

interface Step {
  /** Since the beginning of the story. */
  readonly hours: number;
  /** A read of Partner Center, or why there was none. */
  readonly result: Observation | Failure;
}

/** What the app would have published, had it made these reads of made-up submissions. In the order of time for each. */
export function submissionExamples(): Event[] {
  return [...failedAddOn(), ...releasedApp(), ...stalledDriver(), ...lostFlight(), ...publishedInstaller()].map(
    fitEvent,
  );
}

/** The same of the watcher itself: the broker was away for a while; somebody asked for a test. */
export function watcherExamples(): WatcherEvent[] {
  const at = (hours: number) => new Date(start + hours * hour);
  const { source } = exampleRules;
  const well = afterCheck(undefined, [], at(0), source);
  const ill = afterCheck(well, ['outbox-stuck'], at(20), source);
  const { pending } = afterCheck(ill, [], at(21), source);
  return [...pending, testEvent('3f0f8f0e-9a54-4c38-9d6b-6a1c1d7a2b11', 'info', at(24), source)];
}

function failedAddOn(): Event[] {
  const key = parseProductKey('addon:9NSAMPLE0ADN');
  if (key === undefined) throw new Error('Not a product key');
  const at = new Date(start);
  const product = { ...newlyWatched(key, at), baselineAt: at.toISOString() };
  const submissionIds = ['1152921505689378154'];
  const [found] = decideOnListing(product, { submissionIds }, [], at, exampleRules).found;
  if (found === undefined) throw new Error('The listing has nothing new');
  const name = '100 coins';
  const warning: Issue = { severity: 'warning', code: 'PackageValidationWarning', details: 'The icon is blurred.' };
  const error: Issue = { severity: 'error', code: 'InvalidState', details: 'The description is missing for de-de.' };
  const report = { date: '2026-03-05T14:03:11.517Z', url: 'https://partner.microsoft.com/dashboard/reports/4711' };
  return [
    ...found.events,
    ...story(found.submission, [
      { hours: 1, result: { state: 'Certification', name, warnings: [warning] } },
      { hours: 52, result: { state: 'CertificationFailed', name, errors: [error], warnings: [] } },
      { hours: 78, result: { state: 'CertificationFailed', name, reports: [report] } },
    ]),
  ];
}

function releasedApp(): Event[] {
  const app = { name: 'Sample Notes', publishMode: 'Manual' };
  const warning: Issue = { severity: 'warning', code: 'RestrictedCapability', details: 'runFullTrust needs approval.' };
  const rollout = (percentage: number) => ({ percentage, status: 'PackageRolloutInProgress' });
  return story(tracked('app:9NSAMPLE0APP:1152921505694880312'), [
    { hours: 0, result: { ...app, state: 'Certification' } },
    { hours: 5, result: { ...app, state: 'Certification', warnings: [warning] } },
    { hours: 9, result: { ...app, state: 'Certification', warnings: [] } },
    { hours: 30, result: { ...app, state: 'Release', rollout: null } },
    { hours: 33, result: { ...app, state: 'Published', rollout: rollout(10) } },
    { hours: 80, result: { ...app, state: 'Published', rollout: rollout(50) } },
  ]);
}

function stalledDriver(): Event[] {
  const name = 'Sample audio driver 2.1';
  return story(tracked('hardware:13635057453741329:1152921504621441930'), [
    { hours: 0, result: { name, state: 'CommitComplete' } },
    { hours: 1, result: { name, state: 'scanning/started' } },
    { hours: 3, result: { name, state: 'manualReview/started' } },
    { hours: 76, result: { name, state: 'manualReview/started' } },
    {
      hours: 90,
      result: { name, state: 'finalizeIngestion/completed', artifacts: ['signedPackage', 'driverMetadata'] },
    },
  ]);
}

function lostFlight(): Event[] {
  const missing: Failure = { reason: 'not-found', status: 404 };
  return story(tracked('flight:9NSAMPLE0APP:6f0a51c2-3d77-4e18-9b0d-84c1d2e3f405:1152921505695500790'), [
    { hours: 0, result: { name: 'Insiders', state: 'PreProcessing' } },
    { hours: 2, result: missing },
    { hours: 3, result: missing },
    { hours: 8, result: { name: 'Insiders', state: 'Certification' } },
  ]);
}

function publishedInstaller(): Event[] {
  return story(tracked('msi:9b2d7c10-5a4e-4f6b-8c3d-2e1f0a9b8c7d:1152921505700517065'), [
    { hours: 0, result: { state: 'INPROGRESS' } },
    { hours: 26, result: { state: 'PUBLISHED' } },
  ]);
}

function tracked(text: string): TrackedSubmission {
  const key = parseSubmissionKey(text);
  if (key === undefined) throw new Error(`${text} is not a submission key`);
  return newlyTracked(key, new Date(start));
}

function story(first: TrackedSubmission, steps: readonly Step[]): Event[] {
  let current = first;
  return steps.flatMap(({ hours, result }) => {
    const now = new Date(start + hours * hour);
    const { next, events } =
      'reason' in result
        ? decideOnFailure(current, result, now, exampleRules, 0)
        : decideOnRead(current, result, now, exampleRules, 0);
    current = next;
    return events;
  });
}
