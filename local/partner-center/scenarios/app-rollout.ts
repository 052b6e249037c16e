import { expecting, type Scenario, type ScenarioStep } from '../scenario.ts';
import { reportUrl, salesWarning } from './store-issues.ts';

const product = 'app:9NSAMPLEAPP1';
const id = '1152921505694900057';
const key = `${product}:${id}`;
const app = { friendlyName: 'Submission 12', targetPublishMode: 'Manual', warnings: [salesWarning] };
const certificationReports = [
  { date: '2025-06-01T18:20:45.9031234Z', reportUrl: reportUrl('9NSAMPLEAPP1', id, 'r-2101') },
];
// The publisher chooses the share with the submission; it takes effect after publication.
const rollout = { percentage: 10, status: 'PackageRolloutNotStarted' };

const rolledOut = (note: string, percentage: number, status: string): ScenarioStep => ({
  note,
  put: { [key]: { ...app, certificationReports, status: 'Published', rollout: { percentage, status } } },
  expects: expecting(key, 'rollout-changed'),
});

export const appRollout: Scenario = {
  name: 'app-rollout',
  description: 'An app rests in Release until its owner publishes it, then reaches its users step by step.',
  products: { [product]: 'Contoso Maps' },
  steps: [
    {
      note: 'Certification',
      put: { [key]: { ...app, rollout, status: 'Certification' } },
      expects: expecting(key, 'tracked'),
    },
    {
      note: 'Certified; held until the owner publishes it',
      put: { [key]: { ...app, rollout, certificationReports, status: 'Release' } },
      expects: expecting(key, 'state-changed', 'report-added'),
    },
    {
      note: 'The owner published it',
      put: { [key]: { ...app, rollout, certificationReports, status: 'Publishing' } },
      expects: expecting(key, 'state-changed'),
    },
    {
      note: 'Published; the rollout has not begun',
      put: { [key]: { ...app, rollout, certificationReports, status: 'Published' } },
      expects: expecting(key, 'state-changed'),
    },
    rolledOut('Rolled out to 10 %', 10, 'PackageRolloutInProgress'),
    rolledOut('Rolled out to 50 %', 50, 'PackageRolloutInProgress'),
    rolledOut('Rolled out to all', 100, 'PackageRolloutComplete'),
  ],
};
