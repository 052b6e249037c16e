import type { Random } from '../random.ts';
import { type Face, type FaceRollout, issueMark, type Outcome, reportMark } from './face.ts';
import { type Story, trouble } from './story.ts';

interface Issue {
  readonly code: string;
  readonly details: string;
}

const stages = [
  'PendingCommit',
  'CommitStarted',
  'PreProcessing',
  'Certification',
  'Release',
  'PendingPublication',
  'Publishing',
  'Published',
];
const failures: Readonly<Record<string, string>> = {
  CommitStarted: 'CommitFailed',
  PreProcessing: 'PreProcessingFailed',
  Certification: 'CertificationFailed',
  Release: 'ReleaseFailed',
  Publishing: 'PublishFailed',
};
const codes = ['Other', 'InvalidState', 'PackageValidationWarning', 'ListingOptOutWarning'];
/** On about every Store submission, and not to be announced. */
const muted = { code: 'SalesUnsupportedWarning', details: 'The sales resource is no longer supported' };
const flood = 260;
const percentages = [5, 10, 25, 50, 75];

/** An add-on, app or flight: certified, refused, handed in again, published, rolled out. Reports and warnings come at any time. */
export function storeStory(random: Random, kind: 'addon' | 'app' | 'flight', key: string): Story {
  const targetPublishMode = random.pick(['Immediate', 'Immediate', 'Manual']);
  const rollsOut = kind !== 'addon' && random.chance(0.6);
  let status = random.pick(['PendingCommit', 'CommitStarted', 'PreProcessing', 'Certification']);
  let begun = false;
  let errors: readonly Issue[] = [];
  let warnings: readonly Issue[] = random.chance(0.5) ? [muted] : [];
  let reports: readonly { date: string; reportUrl: string }[] = [];
  let omitsDetails = false;
  let rollout: FaceRollout | null = rollsOut ? { percentage: random.pick(percentages), status: 'NotStarted' } : null;

  /** @returns false once nothing more happens. */
  function turn(): boolean {
    omitsDetails = false;
    if (status === 'Published') return rollOn();
    if (status === 'Canceled') return false;
    if (status.endsWith('Failed')) afterFailure();
    else if (random.chance(0.3)) changeDetails();
    else goOn();
    return true;
  }

  function rollOn(): boolean {
    if (rollout === null || !rollout.status.endsWith('InProgress')) return false;
    const percentage = rollout.percentage + random.pick([10, 25, 50]);
    if (random.chance(0.15)) rollout = { ...rollout, status: 'Stopped' };
    else if (percentage >= 100) rollout = { percentage: 100, status: 'Complete' };
    else rollout = { ...rollout, percentage };
    return true;
  }

  function afterFailure(): void {
    // A report may come after the verdict.
    if (random.chance(0.35)) addReport();
    else {
      status = 'CommitStarted';
      errors = [];
      omitsDetails = random.chance(0.5);
    }
  }

  function changeDetails(): void {
    const chance = random.next();
    if (chance < 0.2) addReport();
    else if (chance < 0.25) warnings = [...warnings, ...manyWarnings(random)];
    else if (chance < 0.65) warnings = [...warnings, issue(random)];
    else if (chance < 0.75) omitsDetails = true;
    else warnings = warnings.slice(random.int(1, 300));
  }

  function goOn(): void {
    const failed = failures[status];
    if (failed !== undefined && random.chance(0.15)) {
      status = failed;
      errors = Array.from({ length: random.int(1, 3) }, () => issue(random));
      if (failed === 'CertificationFailed' && random.chance(0.5)) addReport();
    } else if (random.chance(0.04)) {
      status = 'Canceled';
    } else {
      const next = Math.min(stages.length - 1, stages.indexOf(status) + random.int(1, 2));
      status = stages[next] ?? 'Published';
      if (status === 'Published' && rollout !== null) rollout = { ...rollout, status: 'InProgress' };
    }
  }

  function addReport(): void {
    const number = reports.length + 1;
    const time = Date.UTC(2026, 0, number, random.int(0, 23), random.int(0, 59), random.int(0, 59));
    const date = `${new Date(time).toISOString().slice(0, 19)}.1170000Z`;
    const name = `${key.replaceAll(':', '-')}/${number}`;
    reports = [
      ...reports,
      { date, reportUrl: `https://partner.microsoft.com/report/${name}?sig=secret&number=${number}` },
    ];
  }

  return () => {
    if (begun && !turn()) return undefined;
    begun = true;
    const details = omitsDetails ? { statusDetails: 'omit' as const } : {};
    const model = {
      friendlyName: `Submission ${key}`,
      status,
      errors: [...errors],
      warnings: [...warnings],
      certificationReports: [...reports],
      targetPublishMode,
      ...(kind === 'addon' ? {} : { rollout }),
      ...details,
    };
    return { model, face: faceOf(kind, model, omitsDetails) };
  };
}

function issue(random: Random): Issue {
  return { code: random.pick(codes), details: trouble(random) };
}

/** More than a message holds: the event is cut, and the history has the whole. */
function manyWarnings(random: Random): Issue[] {
  const attempt = random.int(1, 1_000_000);
  return Array.from({ length: flood }, (_, index) => ({
    code: 'ListingOptOutWarning',
    details: `Listing ${index} of attempt ${attempt}: ${'the text is not in the language of the listing. '.repeat(4)}`,
  }));
}

interface Shown {
  readonly status: string;
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
  readonly certificationReports: readonly { date: string; reportUrl: string }[];
  readonly targetPublishMode: string;
  readonly rollout?: FaceRollout | null;
}

function faceOf(kind: string, shown: Shown, omitsDetails: boolean): Face {
  const { status, errors, warnings, certificationReports, rollout } = shown;
  const audible = warnings.filter(({ code }) => code !== muted.code);
  const marks = [
    ...errors.map((one) => issueMark({ severity: 'error', ...one })),
    ...audible.map((one) => issueMark({ severity: 'warning', ...one })),
  ];
  const reports = certificationReports.map(({ date, reportUrl }) => reportMark({ date, url: reportUrl }));
  return {
    state: status,
    outcome: outcomeOf(shown),
    issues: omitsDetails ? 'unstated' : marks,
    reports: omitsDetails ? [] : reports,
    artifacts: [],
    ...(kind === 'addon'
      ? {}
      : { rollout: rollout ? { ...rollout, status: `PackageRollout${rollout.status}` } : null }),
  };
}

function outcomeOf({ status, targetPublishMode }: Shown): Outcome {
  if (status.endsWith('Failed')) return 'failed';
  switch (status) {
    case 'PendingCommit':
      return 'draft';
    case 'Published':
      return 'succeeded';
    case 'Canceled':
      return 'canceled';
    case 'Release':
      return targetPublishMode === 'Manual' ? 'waiting' : 'inProgress';
    default:
      return 'inProgress';
  }
}
