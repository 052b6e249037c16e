import type { Outcome } from './snapshot.ts';

/**
 * Steps and states of a hardware submission (windows-driver-docs `get-product-data.md`). The portal puts manual review
 * before catalog creation and the API after it, so the two share a rank and neither is ahead of the other.
 */
export const hardwareSteps: Readonly<Record<string, number>> = {
  packageInfoValidation: 10,
  preparation: 20,
  scanning: 30,
  validation: 40,
  catalogCreation: 50,
  manualReview: 50,
  signing: 60,
  finalizeIngestion: 70,
};

export const hardwareStates: Readonly<Record<string, number>> = { notStarted: 0, started: 1, completed: 2, failed: 3 };

/** Before there is a workflow the commit status is the state. `CommitComplete` is a hand-over, not an end. */
export const commitStatuses: Readonly<Record<string, { outcome: Outcome; rank: number }>> = {
  CommitPending: { outcome: 'draft', rank: 1 },
  CommitStarted: { outcome: 'inProgress', rank: 2 },
  CommitReceived: { outcome: 'inProgress', rank: 3 },
  CommitComplete: { outcome: 'inProgress', rank: 4 },
  CommitFailed: { outcome: 'failed', rank: 5 },
};

const lowerKeys = <T>(record: Readonly<Record<string, T>>) =>
  new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
const steps = lowerKeys(hardwareSteps);
const states = lowerKeys(hardwareStates);
const commits = lowerKeys(commitStatuses);

/** @param state `step/state`, or a commit status where the submission has no workflow yet. */
export function hardwareOutcome(state: string): Outcome {
  const [step = '', stepState] = state.toLowerCase().split('/');
  if (stepState === undefined) return commits.get(step)?.outcome ?? (step.endsWith('failed') ? 'failed' : 'unknown');
  if (stepState === 'failed') return 'failed';
  if (!states.has(stepState)) return 'unknown';
  // An unlisted step (some answers carry a number, clients saw `driverValidation`) is still a step of a running workflow.
  return step === 'finalizeingestion' && stepState === 'completed' ? 'succeeded' : 'inProgress';
}

export function hardwareRank(state: string): number | undefined {
  const [step = '', stepState] = state.toLowerCase().split('/');
  if (stepState === undefined) return commits.get(step)?.rank;
  const stepRank = steps.get(step);
  const stateRank = states.get(stepState);
  return stepRank === undefined || stateRank === undefined ? undefined : stepRank + stateRank;
}

/** Whether two states are of different steps that share a rank: then nothing says which of them is ahead. */
export function areUnordered(a: string, b: string): boolean {
  const [stepOfA = '', stepOfB = ''] = [a, b].map((state) => state.toLowerCase().split('/')[0]);
  return stepOfA !== stepOfB && steps.has(stepOfA) && steps.get(stepOfA) === steps.get(stepOfB);
}

/**
 * The workflow, or its state, is left out of some answers. A committed submission without one, after a step was seen, says
 * nothing about the step; it did not go back. `unknown` is what the parser puts for a missing part.
 */
export function lacksWorkflow(previous: string, read: string): boolean {
  if (!previous.includes('/')) return false;
  const [step, state] = read.toLowerCase().split('/');
  const [previousStep] = previous.toLowerCase().split('/');
  return read.toLowerCase() === 'commitcomplete' || (state === 'unknown' && step === previousStep);
}
