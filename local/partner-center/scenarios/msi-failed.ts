import { expecting, type Scenario } from '../scenario.ts';

const product = 'msi:8c52e6f9-1a40-4db7-93e8-b5f07d21c6a3';
const key = `${product}:1152921505700600083`;

export const msiFailed: Scenario = {
  name: 'msi-failed',
  description: 'An MSI/EXE submission fails for good, with the error in a successful answer.',
  products: { [product]: 'Contoso Scanner' },
  steps: [
    {
      note: 'In progress',
      put: { [key]: { publishingStatus: 'INPROGRESS' } },
      expects: expecting(key, 'tracked'),
    },
    {
      note: 'Failed, no further try',
      put: {
        [key]: {
          publishingStatus: 'FAILED',
          hasFailed: true,
          errors: [
            {
              code: 'packageuploaderror',
              message: 'The installer at the package URL could not be read.',
              target: 'packages',
            },
          ],
        },
      },
      expects: expecting(key, 'state-changed', 'errors-raised'),
    },
  ],
};
