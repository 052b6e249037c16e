import { expecting, type Scenario } from '../scenario.ts';

const product = 'addon:9NSAMPLEADD3';
const key = `${product}:1152921505689400047`;
const friendlyName = 'Submission 7';

export const addonDroppedCommit: Scenario = {
  name: 'addon-dropped-commit',
  description: 'The service drops a commit: the add-on falls back to a draft with an error, which then goes away.',
  products: { [product]: 'trail.pack' },
  steps: [
    {
      note: 'Committed',
      put: { [key]: { friendlyName, status: 'CommitStarted' } },
      expects: expecting(key, 'tracked'),
    },
    {
      note: 'A draft again: the commit was dropped',
      put: {
        [key]: {
          friendlyName,
          status: 'PendingCommit',
          errors: [{ code: 'InvalidState', details: 'The submission has validation errors. Open it in the portal.' }],
        },
      },
      expects: expecting(key, 'state-changed', 'errors-raised'),
    },
    {
      note: 'The publisher mended the draft',
      put: { [key]: { friendlyName, status: 'PendingCommit' } },
      expects: expecting(key, 'issues-cleared'),
    },
  ],
};
