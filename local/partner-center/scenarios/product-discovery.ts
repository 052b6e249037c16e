import { expecting, type Scenario } from '../scenario.ts';

const hardware = 'hardware:13635057453741405';
// One and the same double: a watcher that reads ids as numbers never sees the second one.
const initial = `${hardware}:1152921504621460001`;
const derived = `${hardware}:1152921504621460007`;
const app = 'app:9NSAMPLEAPP3';
const published = `${app}:1152921505694900101`;
const update = `${app}:1152921505694900113`;
const completed = {
  name: 'Contoso Dock',
  commitStatus: 'commitComplete',
  currentStep: 'finalizeIngestion',
  state: 'completed',
  downloads: ['initialPackage', 'signedPackage', 'certificationReport'],
};

export const productDiscovery: Scenario = {
  name: 'product-discovery',
  description: 'Watched products get new submissions: a derived driver with a colliding id, and an update of an app.',
  products: { [hardware]: 'Contoso Dock', [app]: 'Contoso Notes' },
  steps: [
    {
      note: 'Both products have one finished submission',
      put: { [initial]: completed, [published]: { friendlyName: 'Submission 1', status: 'Published' } },
      expects: [...expecting(initial, 'tracked'), ...expecting(published, 'tracked')],
    },
    {
      note: 'The driver gets a derived submission',
      put: {
        [derived]: {
          name: 'Contoso Dock - rev B',
          type: 'derived',
          commitStatus: 'commitComplete',
          currentStep: 'preparation',
          state: 'started',
        },
      },
      expects: expecting(derived, 'discovered', 'tracked'),
    },
    {
      note: 'The app gets an update',
      put: { [update]: { friendlyName: 'Submission 2', status: 'CommitStarted' } },
      expects: expecting(update, 'discovered', 'tracked'),
    },
  ],
};
