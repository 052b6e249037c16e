import { expecting, type Scenario } from '../scenario.ts';

const product = 'hardware:13635057453741403';
const key = `${product}:1152921504621450123`;
const name = 'Contoso Touchpad';
const committed = { name, commitStatus: 'commitComplete' };

export const hardwareFailed: Scenario = {
  name: 'hardware-failed',
  description: 'A driver fails validation, with messages (one embeds a SAS URL that rotates) and an error report.',
  products: { [product]: name },
  steps: [
    {
      note: 'Preparation started',
      put: { [key]: { ...committed, currentStep: 'preparation', state: 'started' } },
      expects: expecting(key, 'tracked'),
    },
    {
      note: 'Validation started',
      put: { [key]: { ...committed, currentStep: 'validation', state: 'started' } },
      expects: expecting(key, 'state-changed'),
    },
    {
      note: 'Validation failed; the error report can be downloaded',
      put: {
        [key]: {
          ...committed,
          currentStep: 'validation',
          state: 'failed',
          messages: [
            'Test results could not be merged: the package holds results for two different product types.',
            'Signature check failed for contosopad.sys (x64). Log: {sas}',
          ],
          errorReport: true,
        },
      },
      expects: expecting(key, 'state-changed', 'errors-raised', 'artifact-available'),
    },
  ],
};
