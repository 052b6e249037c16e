import { expecting, type Scenario } from '../scenario.ts';

const product = 'msi:4e0b8a71-93d6-4c25-8f1e-6a7d25c3b094';
const key = `${product}:1152921505700600071`;

export const msiPublished: Scenario = {
  name: 'msi-published',
  description: 'An MSI/EXE submission is published and no longer the ongoing one of its product.',
  products: { [product]: 'Contoso Backup' },
  steps: [
    {
      note: 'In progress',
      put: { [key]: { publishingStatus: 'INPROGRESS' } },
      expects: expecting(key, 'tracked'),
    },
    {
      note: 'Published',
      put: { [key]: { publishingStatus: 'PUBLISHED' } },
      expects: expecting(key, 'state-changed'),
    },
  ],
};
