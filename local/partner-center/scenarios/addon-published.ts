import { expecting, type Scenario } from '../scenario.ts';
import { languageWarning, reportUrl, salesWarning } from './store-issues.ts';

const product = 'addon:9NSAMPLEADD1';
const id = '1152921505689400021';
const key = `${product}:${id}`;
const friendlyName = 'Submission 4';
const warnings = [salesWarning, languageWarning];

export const addonPublished: Scenario = {
  name: 'addon-published',
  description:
    'An add-on passes: status only at first, then warnings, certification, and a report with its publication.',
  products: { [product]: 'premium.maps' },
  steps: [
    {
      note: 'Committed: the service answers with the status alone',
      put: { [key]: { friendlyName, status: 'CommitStarted', statusDetails: 'omit' } },
      expects: expecting(key, 'tracked'),
    },
    {
      note: 'Pre-processing, with warnings',
      put: { [key]: { friendlyName, status: 'PreProcessing', warnings } },
      expects: expecting(key, 'state-changed', 'warnings-raised'),
    },
    {
      note: 'Certification',
      put: { [key]: { friendlyName, status: 'Certification', warnings } },
      expects: expecting(key, 'state-changed'),
    },
    {
      note: 'Published, with a certification report',
      put: {
        [key]: {
          friendlyName,
          status: 'Published',
          warnings,
          certificationReports: [
            { date: '2025-05-27T07:41:09.0000000Z', reportUrl: reportUrl('9NSAMPLEADD1', id, 'r-1101') },
          ],
        },
      },
      expects: expecting(key, 'state-changed', 'report-added'),
    },
  ],
};
