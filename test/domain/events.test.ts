import { eventSchema } from '../../shared/contract/event.ts';
import type { Change } from '../../shared/domain/diff.ts';
import {
  changeEvents,
  discoveredEvent,
  eventId,
  recoveredEvent,
  stalledEvent,
  trackedEvent,
  unreachableEvent,
} from '../../shared/domain/events.ts';
import type { Outcome } from '../../shared/domain/snapshot.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { secondsAfterNoon } from '../support/a-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { anError, aWarning } from '../support/an-observation.ts';
import { anOccasion } from '../support/an-occasion.ts';

const move = (overrides: Partial<Extract<Change, { type: 'state-changed' }>> = {}): Change => ({
  type: 'state-changed',
  from: 'PreProcessing',
  to: 'Certification',
  fromOutcome: 'inProgress',
  toOutcome: 'inProgress',
  direction: 'forward',
  resolvedIssues: [],
  ...overrides,
});
const oneOfEach: Change[] = [
  move(),
  { type: 'errors-raised', issues: [anError()] },
  { type: 'warnings-raised', issues: [aWarning()] },
  { type: 'issues-cleared', issues: [aWarning()] },
  { type: 'report-added', reports: [{ date: '2025-05-22T14:03:11.517Z', url: 'https://x.example/r' }] },
  { type: 'artifact-available', artifacts: ['signedPackage'] },
  { type: 'rollout-changed', from: null, to: { percentage: 25, status: 'PackageRolloutInProgress' } },
];

describe('the events of one observation', () => {
  it('are CloudEvents whose id is made of key and sequence alone', () => {
    const key = aSubmissionKey();
    const [event] = changeEvents([move()], anOccasion({ key }));
    expect(event).toMatchObject({
      specversion: '1.0',
      id: `${key.text}/7`,
      source: '/submission-watch',
      type: 'submissionwatch.submission.state-changed.v1',
      subject: key.text,
      time: '2025-06-01T12:00:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'urn:submissionwatch:submission.state-changed:v1',
      sequence: '0000000007',
    });
    expect(eventId(key, 7)).toBe(event?.id);
  });

  it('are numbered without gaps after the last one, and their sequences sort as text', () => {
    const sequences = changeEvents(oneOfEach, anOccasion({ sequence: 8 })).map((event) => event.sequence);
    expect(sequences.map(Number)).toEqual([9, 10, 11, 12, 13, 14, 15]);
    expect(sequences.toSorted()).toEqual(sequences);
  });

  it('each have a type of their own and are what the contract says', () => {
    const events = changeEvents(oneOfEach, anOccasion());
    expect(events.map((event) => event.type)).toEqual(
      oneOfEach.map((change) => `submissionwatch.submission.${change.type}.v1`),
    );
    for (const event of events) expect(eventSchema.parse(event)).toEqual(event);
  });

  it('say what the submission is, with ids as text and a link to its page', () => {
    const key = aSubmissionKey('flight');
    const snapshot = aSnapshot({ name: 'Insiders' });
    const [event] = changeEvents([{ type: 'artifact-available', artifacts: ['a'] }], anOccasion({ key, snapshot }));
    expect(event?.data).toEqual({
      key: key.text,
      productKey: key.product.text,
      kind: 'flight',
      productId: '9NSAMPLE0APP',
      flightId: '6f0a51c2-3d77-4e18-9b0d-84c1d2e3f405',
      submissionId: '1152921505695500790',
      name: 'Insiders',
      state: 'Certification',
      outcome: 'inProgress',
      severity: 'success',
      portalUrl: 'https://partner.microsoft.com/dashboard/products/9NSAMPLE0APP/submissions/1152921505695500790',
      artifacts: ['a'],
    });
  });

  it.each<[string, Change, string]>([
    ['a move on', move(), 'info'],
    ['a move back', move({ direction: 'backward' }), 'warning'],
    ['errors', { type: 'errors-raised', issues: [anError()] }, 'error'],
    ['warnings', { type: 'warnings-raised', issues: [aWarning()] }, 'warning'],
    ['issues that went', { type: 'issues-cleared', issues: [aWarning()] }, 'success'],
    ['a report', { type: 'report-added', reports: [{ url: 'https://x.example/r' }] }, 'info'],
    ['a download', { type: 'artifact-available', artifacts: ['a'] }, 'success'],
    ['a rollout', { type: 'rollout-changed', from: null, to: null }, 'info'],
  ])('weigh %s', (_what, change, severity) => {
    expect(changeEvents([change], anOccasion())[0]?.data.severity).toBe(severity);
  });

  it.each<[Outcome, string]>([
    ['draft', 'info'],
    ['inProgress', 'info'],
    ['unknown', 'info'],
    ['waiting', 'warning'],
    ['canceled', 'warning'],
    ['succeeded', 'success'],
    ['failed', 'error'],
  ])('weigh a move to %s as %s', (toOutcome, severity) => {
    expect(changeEvents([move({ toOutcome })], anOccasion())[0]?.data.severity).toBe(severity);
  });

  it('weigh a failure as an error also where it was reached from a later stage', () => {
    const failure = move({ from: 'Release', to: 'CertificationFailed', toOutcome: 'failed', direction: 'backward' });
    expect(changeEvents([failure], anOccasion())[0]?.data.severity).toBe('error');
  });

  it.each([
    ['whole seconds', secondsAfterNoon(0.9), 14_400],
    ['never less than nothing, where the clock went back', secondsAfterNoon(-20_000), 0],
  ])('tell the time in the previous state in %s', (_what, now, seconds) => {
    const [event] = changeEvents([move()], anOccasion({ now }));
    expect(event?.data).toMatchObject({ secondsInPreviousState: seconds });
  });
});

describe('the event of a first sight', () => {
  it('lists what is there already', () => {
    const snapshot = aSnapshot({
      issues: [anError()],
      reports: [{ url: 'https://x.example/r' }],
      artifacts: ['signedPackage'],
      rollout: null,
    });
    const event = trackedEvent(anOccasion({ snapshot, sequence: 0 }), snapshot);
    expect(eventSchema.parse(event)).toMatchObject({
      type: 'submissionwatch.submission.tracked.v1',
      sequence: '0000000001',
      data: {
        severity: 'info',
        snapshot: {
          issues: [anError()],
          reports: [{ url: 'https://x.example/r' }],
          artifacts: ['signedPackage'],
          rollout: null,
        },
      },
    });
  });
});

describe('the events of a submission that cannot be seen', () => {
  const since = '2025-06-01T11:00:00.000Z';

  it('name what is not known of one that was never read', () => {
    const event = discoveredEvent(anOccasion({ snapshot: undefined, sequence: 0 }));
    expect(eventSchema.parse(event)).toMatchObject({
      type: 'submissionwatch.submission.discovered.v1',
      data: { state: 'unknown', outcome: 'unknown', severity: 'info' },
    });
  });

  it('say why, and with which status', () => {
    const event = unreachableEvent(anOccasion(), { reason: 'forbidden', status: 403, since });
    expect(eventSchema.parse(event).data).toMatchObject({ severity: 'error', reason: 'forbidden', status: 403 });
    expect(unreachableEvent(anOccasion(), { reason: 'withdrawn', since }).data).not.toHaveProperty('status');
  });

  it('say how long it lasted', () => {
    const event = recoveredEvent(anOccasion(), { reason: 'not-found', status: 404, since });
    expect(eventSchema.parse(event).data).toMatchObject({
      severity: 'success',
      reason: 'not-found',
      status: 404,
      unreachableSeconds: 3_600,
    });
    expect(recoveredEvent(anOccasion(), { reason: 'withdrawn', since }).data).not.toHaveProperty('status');
  });

  it('say for how long nothing has moved, and how long was allowed', () => {
    expect(eventSchema.parse(stalledEvent(anOccasion(), 2, 3_600))).toMatchObject({
      type: 'submissionwatch.submission.stalled.v1',
      sequence: '0000000008',
      data: { severity: 'warning', sinceSeconds: 14_400, limitSeconds: 3_600 },
    });
  });
});
