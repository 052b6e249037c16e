import { expecting, type Scenario } from '../scenario.ts';
import { languageWarning, reportUrl, salesWarning } from './store-issues.ts';

const product = 'addon:9NSAMPLEADD2';
const id = '1152921505689400033';
const key = `${product}:${id}`;
const friendlyName = 'Submission 2';
const warnings = [salesWarning, languageWarning];
const first = { date: '2025-05-22T14:03:11.5170000Z', reportUrl: reportUrl('9NSAMPLEADD2', id, 'r-1201') };
const second = { date: '2025-05-23T09:12:40.02Z', reportUrl: reportUrl('9NSAMPLEADD2', id, 'r-1202') };
const failed = {
  friendlyName,
  status: 'CertificationFailed',
  warnings,
  errors: [
    { code: 'Other', details: 'The add-on did not pass certification. See the report for the policy concerned.' },
  ],
};

export const addonFailed: Scenario = {
  name: 'addon-failed',
  description: 'An add-on fails certification with an error and a report; a second report comes later on its own.',
  products: { [product]: 'night.mode' },
  steps: [
    {
      note: 'Committed, nothing to report yet',
      put: { [key]: { friendlyName, status: 'CommitStarted' } },
      expects: expecting(key, 'tracked'),
    },
    {
      note: 'Pre-processing, with warnings',
      put: { [key]: { friendlyName, status: 'PreProcessing', warnings } },
      expects: expecting(key, 'state-changed', 'warnings-raised'),
    },
    {
      note: 'Certification failed, with an error and a report',
      put: { [key]: { ...failed, certificationReports: [first] } },
      expects: expecting(key, 'state-changed', 'errors-raised', 'report-added'),
    },
    {
      note: 'A second report, while the status stays; the first one is printed with fewer digits',
      put: { [key]: { ...failed, certificationReports: [second, { ...first, date: '2025-05-22T14:03:11.517Z' }] } },
      expects: expecting(key, 'report-added'),
    },
  ],
};
