import { expecting, type Scenario, type ScenarioStep } from '../scenario.ts';
import type { ModelInput } from '../submission-model.ts';

// Both ids lie beyond 2^53 and are no doubles: whoever parses them as numbers watches another submission.
const product = 'hardware:13635057453741401';
const key = `${product}:1152921504621450011`;
const name = 'Contoso Wi-Fi 7 Adapter';
const committed = { name, commitStatus: 'commitComplete' };
const finished = { ...committed, currentStep: 'finalizeIngestion', state: 'completed' };

const moved = (note: string, model: ModelInput): ScenarioStep => ({
  note,
  put: { [key]: model },
  expects: expecting(key, 'state-changed'),
});

export const hardwareSigned: Scenario = {
  name: 'hardware-signed',
  description: 'A driver goes from draft to signed; the report, the signed package and the metadata arrive one by one.',
  products: { [product]: name },
  steps: [
    {
      note: 'Draft: created, nothing committed',
      put: { [key]: { name, commitStatus: 'commitPending' } },
      expects: expecting(key, 'tracked'),
    },
    moved('Committed; the workflow is not there yet', committed),
    moved('Preparation started', { ...committed, currentStep: 'preparation', state: 'started' }),
    moved('Scanning started', { ...committed, currentStep: 'scanning', state: 'started' }),
    moved('A step printed as a number', { ...committed, currentStep: 4, state: 'completed' }),
    moved('Manual review started', { ...committed, currentStep: 'manualReview', state: 'started' }),
    moved('Signing started', { ...committed, currentStep: 'signing', state: 'started' }),
    {
      note: 'Finished, with a certification report',
      put: { [key]: { ...finished, downloads: ['initialPackage', 'certificationReport'] } },
      expects: expecting(key, 'state-changed', 'report-added'),
    },
    {
      note: 'The signed package and the shell for derived submissions can be downloaded',
      put: {
        [key]: { ...finished, downloads: ['initialPackage', 'derivedPackage', 'signedPackage', 'certificationReport'] },
      },
      expects: expecting(key, 'artifact-available'),
    },
    {
      note: 'The driver metadata follows',
      put: {
        [key]: {
          ...finished,
          downloads: ['initialPackage', 'derivedPackage', 'signedPackage', 'certificationReport', 'driverMetadata'],
        },
      },
      expects: expecting(key, 'artifact-available'),
    },
  ],
};
