import { hardwareStates, hardwareSteps } from '../../shared/domain/hardware-state.ts';
import { directionOf, outcomeOf } from '../../shared/domain/outcome.ts';
import { isSettled, type Outcome, outcomes } from '../../shared/domain/snapshot.ts';
import { storeStatuses } from '../../shared/domain/store-status.ts';
import type { Kind } from '../../shared/domain/submission-key.ts';

describe('the outcome of a Store status', () => {
  const documented: [string, Outcome][] = [
    ['None', 'unknown'],
    ['PendingCommit', 'draft'],
    ['CommitStarted', 'inProgress'],
    ['CommitFailed', 'failed'],
    ['PreProcessing', 'inProgress'],
    ['PreProcessingFailed', 'failed'],
    ['Certification', 'inProgress'],
    ['CertificationFailed', 'failed'],
    ['Release', 'inProgress'],
    ['ReleaseFailed', 'failed'],
    ['PendingPublication', 'inProgress'],
    ['Publishing', 'inProgress'],
    ['PublishFailed', 'failed'],
    ['Published', 'succeeded'],
    ['Canceled', 'canceled'],
  ];

  it.each(documented)('%s is %s, in any casing and for all three kinds', (state, outcome) => {
    for (const kind of ['addon', 'app', 'flight'] as const) {
      expect(outcomeOf(kind, { state })).toBe(outcome);
      expect(outcomeOf(kind, { state: state.toUpperCase() })).toBe(outcome);
    }
  });

  it('is known for each of the documented values', () => {
    expect(Object.keys(storeStatuses).sort()).toEqual(documented.map(([status]) => status).sort());
  });

  it.each([
    ['Manual', 'waiting'],
    ['specificdate', 'waiting'],
    ['Immediate', 'inProgress'],
  ] as const)('Release with publish mode %s is %s', (publishMode, outcome) => {
    expect(outcomeOf('app', { state: 'Release', publishMode })).toBe(outcome);
  });

  it('does not wait in another status, whatever the publish mode', () => {
    expect(outcomeOf('app', { state: 'Certification', publishMode: 'Manual' })).toBe('inProgress');
  });

  it.each([
    ['Failed', 'failed'],
    ['SigningFailed', 'failed'],
    ['Signing', 'unknown'],
    ['constructor', 'unknown'],
    ['', 'unknown'],
  ] as const)('that nobody documented, "%s", is %s', (state, outcome) => {
    expect(outcomeOf('addon', { state })).toBe(outcome);
  });
});

describe('the outcome of a hardware state', () => {
  it.each([
    ['CommitPending', 'draft'],
    ['commitPending', 'draft'],
    ['CommitStarted', 'inProgress'],
    ['CommitReceived', 'inProgress'],
    ['CommitComplete', 'inProgress'],
    ['CommitFailed', 'failed'],
    ['somethingFailed', 'failed'],
    ['somethingElse', 'unknown'],
    ['scanning/notStarted', 'inProgress'],
    ['scanning/completed', 'inProgress'],
    ['manualReview/failed', 'failed'],
    ['finalizeIngestion/started', 'inProgress'],
    ['finalizeIngestion/completed', 'succeeded'],
    ['FinalizeIngestion/Completed', 'succeeded'],
    ['driverValidation/started', 'inProgress'],
    ['4/completed', 'inProgress'],
    ['4/failed', 'failed'],
    ['signing/published', 'unknown'],
    ['signing/unknown', 'unknown'],
    ['', 'unknown'],
  ] as const)('%s is %s', (state, outcome) => {
    expect(outcomeOf('hardware', { state })).toBe(outcome);
  });
});

describe('the outcome of an MSI/EXE status', () => {
  it.each([
    ['INPROGRESS', false, 'inProgress'],
    ['PUBLISHED', false, 'succeeded'],
    ['published', undefined, 'succeeded'],
    ['FAILED', true, 'failed'],
    ['FAILED', undefined, 'failed'],
    ['FAILED', false, 'inProgress'],
    ['UNKNOWN', true, 'unknown'],
    ['SCHEDULED', false, 'unknown'],
  ] as const)('%s with hasFailed %s is %s', (state, hasFailed, outcome) => {
    expect(outcomeOf('msi', { state, ...(hasFailed === undefined ? {} : { hasFailed }) })).toBe(outcome);
  });
});

describe('a settled outcome', () => {
  it('is one that no movement is expected from, and an unknown one is not', () => {
    expect(outcomes.filter(isSettled)).toEqual(['succeeded', 'failed', 'canceled']);
  });
});

describe('the direction of a move', () => {
  it.each<[Kind, string, string, ReturnType<typeof directionOf>]>([
    ['addon', 'PendingCommit', 'CommitStarted', 'forward'],
    ['addon', 'CommitStarted', 'Publishing', 'forward'],
    ['addon', 'CommitStarted', 'PendingCommit', 'backward'],
    ['app', 'Certification', 'CertificationFailed', 'forward'],
    ['app', 'CertificationFailed', 'PendingCommit', 'backward'],
    ['flight', 'Published', 'Canceled', 'unknown'],
    ['flight', 'Signing', 'Published', 'unknown'],
    ['app', 'Release', 'release', 'unknown'],
    ['hardware', 'CommitPending', 'CommitComplete', 'forward'],
    ['hardware', 'CommitComplete', 'packageInfoValidation/notStarted', 'forward'],
    ['hardware', 'scanning/started', 'scanning/completed', 'forward'],
    ['hardware', 'signing/started', 'validation/started', 'backward'],
    ['hardware', 'signing/completed', 'signing/notStarted', 'backward'],
    ['hardware', '4/completed', 'signing/started', 'unknown'],
    ['hardware', 'signing/started', 'signing/published', 'unknown'],
    ['hardware', 'catalogCreation/completed', 'manualReview/notStarted', 'unknown'],
    ['hardware', 'manualReview/completed', 'catalogCreation/started', 'unknown'],
    ['hardware', 'catalogCreation/started', 'catalogCreation/completed', 'forward'],
    ['hardware', 'manualReview/completed', 'signing/notStarted', 'forward'],
    ['msi', 'INPROGRESS', 'PUBLISHED', 'forward'],
    ['msi', 'FAILED', 'INPROGRESS', 'backward'],
    ['msi', 'UNKNOWN', 'PUBLISHED', 'unknown'],
  ])('of %s from %s to %s is %s', (kind, from, to, direction) => {
    expect(directionOf(kind, from, to)).toBe(direction);
  });

  it('is forward through every documented step and state of a driver, in order', () => {
    const steps = Object.keys(hardwareSteps).filter((step) => step !== 'manualReview');
    const way = steps.flatMap((step) => Object.keys(hardwareStates).map((state) => `${step}/${state}`));
    for (const [index, from] of way.slice(0, -1).entries()) {
      expect([from, directionOf('hardware', from, way[index + 1] ?? '')]).toEqual([from, 'forward']);
    }
  });
});
