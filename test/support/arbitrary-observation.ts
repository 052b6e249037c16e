import fc from 'fast-check';
import { commitStatuses, hardwareStates, hardwareSteps } from '../../shared/domain/hardware-state.ts';
import { publishingStatuses } from '../../shared/domain/msi-status.ts';
import type { Issue, Observation, Report } from '../../shared/domain/snapshot.ts';
import { storeStatuses } from '../../shared/domain/store-status.ts';
import { type Kind, kinds } from '../../shared/domain/submission-key.ts';

/** Small pools, so that two reads often have something in common. */
const details = [
  'The icon is missing.',
  'The icon is missing in cs.',
  'Workflow 3f1d2a70-58c4-4a0e-9a6e-0c1b9f7de001 was cancelled',
  '',
];
const codes = ['MissingFiles', 'InvalidState', 'SalesUnsupportedWarning'];
const reports: readonly Report[] = [
  { date: '2025-05-22T14:03:11.517Z', url: 'https://partner.microsoft.com/reports/r-1' },
  { date: '2025-05-22T14:03:12.000Z', url: 'https://partner.microsoft.com/reports/r-1' },
  { date: '2025-05-22T14:03:11.517Z', url: 'https://partner.microsoft.com/reports/r-2?lang=en' },
  { date: '2025-05-27T07:41:09.000Z' },
  { url: 'https://partner.microsoft.com/reports/r-3' },
];
const artifacts = ['signedPackage', 'driverMetadata', 'derivedPackage', 'errorReport'];

export const arbitraryKind: fc.Arbitrary<Kind> = fc.constantFrom(...kinds);

const rollout = fc.record({
  percentage: fc.integer({ min: 0, max: 100 }),
  status: fc.constantFrom('PackageRolloutNotStarted', 'PackageRolloutInProgress', 'PackageRolloutComplete'),
});

/** One read, with or without each part, with values that the APIs document and with any others. */
export function arbitraryObservation(kind: Kind): fc.Arbitrary<Observation> {
  const common = {
    state: arbitraryState(kind),
    name: fc.constantFrom('Submission 4', 'Submission 5'),
    errors: arbitraryIssues('error'),
    warnings: arbitraryIssues('warning'),
    reports: fc.array(fc.constantFrom(...reports), { maxLength: 4 }),
  };
  switch (kind) {
    case 'hardware': {
      const types = fc.array(fc.constantFrom(...artifacts), { maxLength: 4 });
      return fc.record({ ...common, artifacts: types }, { requiredKeys: ['state'] });
    }
    case 'msi':
      return fc.record({ ...common, hasFailed: fc.boolean() }, { requiredKeys: ['state'] });
    case 'addon':
    case 'app':
    case 'flight': {
      const publishMode = fc.constantFrom('Immediate', 'Manual', 'SpecificDate');
      return fc.record(
        { ...common, publishMode, rollout: fc.option(rollout, { nil: null }) },
        { requiredKeys: ['state'] },
      );
    }
  }
}

function arbitraryState(kind: Kind): fc.Arbitrary<string> {
  switch (kind) {
    case 'hardware':
      return fc.oneof(
        { weight: 3, arbitrary: hardwareStep },
        fc.constantFrom(...Object.keys(commitStatuses)),
        anythingElse,
      );
    case 'msi':
      return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...Object.keys(publishingStatuses)) }, anythingElse);
    case 'addon':
    case 'app':
    case 'flight':
      return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...Object.keys(storeStatuses)) }, anythingElse);
  }
}

/** States that nobody documented, some with letters that change their length with their casing. */
const anythingElse = fc.constantFrom('Signing', 'Failed', 'constructor', '漢字', 'Straße');
const hardwareStep = fc
  .tuple(
    fc.constantFrom(...Object.keys(hardwareSteps), '4', 'unknown'),
    fc.constantFrom(...Object.keys(hardwareStates), 'published', 'unknown'),
  )
  .map(([step, state]) => `${step}/${state}`);

function arbitraryIssues(severity: Issue['severity']): fc.Arbitrary<Issue[]> {
  const issue = fc.record({
    severity: fc.constant(severity),
    code: fc.constantFrom(...codes),
    details: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...details) }, fc.string({ unit: 'grapheme' })),
  });
  return fc.array(issue, { maxLength: 4 });
}
