import type { Random } from '../random.ts';
import { type Face, issueMark, type Outcome, reportMark } from './face.ts';
import { type Story, trouble } from './story.ts';

const steps = [
  'packageInfoValidation',
  'preparation',
  'scanning',
  'validation',
  'catalogCreation',
  'signing',
  'finalizeIngestion',
];
const stepStates = ['notStarted', 'started', 'completed'];
const places = steps.flatMap((step) => stepStates.map((state) => ({ step, state })));
const lastPlace = places.length - 1;

const commitOutcomes: Readonly<Record<string, Outcome>> = {
  commitPending: 'draft',
  commitStarted: 'inProgress',
  commitReceived: 'inProgress',
  commitComplete: 'inProgress',
  commitFailed: 'failed',
};
const afterCommit: Readonly<Record<string, readonly string[]>> = {
  commitPending: ['commitStarted', 'commitStarted', 'commitComplete', 'commitFailed'],
  commitFailed: ['commitStarted'],
  commitStarted: ['commitReceived', 'commitComplete'],
  commitReceived: ['commitComplete'],
};
const lateDownloads = ['driverMetadata', 'certificationReport', 'DuaShell'];

/** A driver on its way through commit and workflow: steps are skipped, fail and run again, and downloads come late. */
export function hardwareStory(random: Random, productId: string, submissionId: string): Story {
  let commitStatus = random.pick(['commitPending', 'commitStarted', 'commitComplete']);
  let place = -1;
  let [failed, hidden, errorReport, begun] = [false, false, false, false];
  let messages: readonly string[] = [];
  let downloads: readonly string[] = ['initialPackage'];

  /** @returns false once nothing more happens. */
  function turn(): boolean {
    if (hidden) hidden = false;
    else if (place < 0) commit();
    else if (failed) runAgain();
    else if (place === lastPlace) return addLateDownload();
    else goOn();
    return true;
  }

  function commit(): void {
    const following = afterCommit[commitStatus];
    if (following !== undefined) commitStatus = random.pick(following);
    else place = random.int(0, 2);
  }

  function runAgain(): void {
    if (!errorReport && random.chance(0.4)) {
      errorReport = true;
      return;
    }
    failed = false;
    messages = [];
    place = Math.max(0, place - random.int(0, 4));
  }

  function goOn(): void {
    const chance = random.next();
    if (chance < 0.12) messages = [...messages, trouble(random)];
    else if (chance < 0.2) messages = messages.slice(1);
    else if (chance < 0.28) {
      failed = true;
      messages = [trouble(random), ...messages];
    } else if (chance < 0.33) hidden = true;
    else {
      place = Math.min(lastPlace, place + random.int(1, 3));
      if (random.chance(0.5)) messages = [];
      if (place === lastPlace) downloads = [...downloads, 'signedPackage'];
    }
  }

  function addLateDownload(): boolean {
    const next = lateDownloads.find((type) => !downloads.includes(type));
    if (next !== undefined) downloads = [...downloads, next];
    return next !== undefined;
  }

  return () => {
    if (begun && !turn()) return undefined;
    begun = true;
    const { step = null, state = null } = hidden ? {} : (places[place] ?? {});
    const model = {
      commitStatus,
      currentStep: step,
      state: state !== null && failed ? 'failed' : state,
      messages: [...messages],
      downloads: [...downloads],
      errorReport: errorReport && step !== null,
    };
    return { model, face: faceOf(model, productId, submissionId) };
  };
}

interface Shown {
  readonly commitStatus: string;
  readonly currentStep: string | null;
  readonly state: string | null;
  readonly messages: readonly string[];
  readonly downloads: readonly string[];
  readonly errorReport: boolean;
}

function faceOf(shown: Shown, productId: string, submissionId: string): Face {
  const { commitStatus, currentStep, state, messages, downloads, errorReport } = shown;
  const severity = state === 'failed' ? 'error' : 'warning';
  const report = `https://manage.devcenter.microsoft.com/dashboard/hardware/Driver/DownloadCertificationReport/10000001/${productId}/${submissionId}`;
  const artifacts = downloads.filter((type) => type !== 'initialPackage' && type !== 'certificationReport');
  const common = {
    reports: downloads.includes('certificationReport') ? [reportMark({ url: report })] : [],
    artifacts: [...artifacts, ...(errorReport ? ['errorReport'] : [])].map((type) => type.toLowerCase()),
  };
  if (currentStep === null) {
    const outcome = commitOutcomes[commitStatus] ?? 'unknown';
    return { ...common, state: commitStatus, outcome, issues: [], hidesStep: true };
  }
  const isSigned = currentStep === 'finalizeIngestion' && state === 'completed';
  return {
    ...common,
    state: `${currentStep}/${state}`,
    outcome: state === 'failed' ? 'failed' : isSigned ? 'succeeded' : 'inProgress',
    issues: messages.map((details) => issueMark({ severity, code: currentStep, details })),
  };
}
