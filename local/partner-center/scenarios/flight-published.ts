import { expecting, type Scenario } from '../scenario.ts';
import { capabilityWarning } from './store-issues.ts';

const product = 'flight:9NSAMPLEAPP2:2b7d90e4-6c15-4f3a-a8d2-90e1c47b5f63';
const key = `${product}:1152921505695600069`;
const dated = { targetPublishMode: 'SpecificDate', targetPublishDate: '2025-06-10T08:00:00.0000000Z' };
const warnings = [capabilityWarning];

export const flightPublished: Scenario = {
  name: 'flight-published',
  description: 'A package flight passes and waits for its date before it is published.',
  products: { [product]: 'Insiders' },
  steps: [
    {
      note: 'Pre-processing',
      put: { [key]: { ...dated, status: 'PreProcessing' } },
      expects: expecting(key, 'tracked'),
    },
    {
      note: 'A warning about the package, while the status stays',
      put: { [key]: { ...dated, status: 'PreProcessing', warnings } },
      expects: expecting(key, 'warnings-raised'),
    },
    {
      note: 'Certification',
      put: { [key]: { ...dated, status: 'Certification', warnings } },
      expects: expecting(key, 'state-changed'),
    },
    {
      note: 'Certified; waits for its date',
      put: { [key]: { ...dated, status: 'Release', warnings } },
      expects: expecting(key, 'state-changed'),
    },
    {
      note: 'Published',
      put: { [key]: { ...dated, status: 'Published', warnings } },
      expects: expecting(key, 'state-changed'),
    },
  ],
};
