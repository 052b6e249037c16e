import { stopHosts } from '../local/functions-host-process.ts';
import { runFaults } from './fault-run.ts';
import { mutants } from './mutants.ts';
import { copyApp } from './world/app-copy.ts';

const seed = 1;

afterEach(stopHosts);

// One for each promise; `npm run test:faults -- --mutant NAME` runs the others.
const names = ['events-after-the-commit', 'message-ids-by-chance', 'outage-taken-for-absence', 'told-before-the-post'];

it.each(mutants.filter(({ name }) => names.includes(name)))(
  'finds what is $shows in an app with $name',
  async (mutant) => {
    const copy = copyApp(mutant);
    try {
      const report = await runFaults({
        rounds: 8,
        seed,
        app: copy.folder,
        plan: (_random, number) => mutant.plan(number),
      });
      expect(report.violations.map(({ kind }) => kind)).toContain(mutant.shows);
    } finally {
      copy.remove();
    }
  },
  600_000,
);
