import { stopHosts } from '../local/functions-host-process.ts';
import { runFaults } from './fault-run.ts';
import { mutants } from './mutants.ts';
import { reportOf } from './report.ts';
import { copyApp } from './world/app-copy.ts';

const seed = 1;
const rounds = 5;

afterEach(stopHosts);

it(`loses nothing, doubles nothing and invents nothing under faults (seed ${seed}, ${rounds} rounds)`, async () => {
  const report = await runFaults({ rounds, seed, app: process.cwd() });
  if (report.violations.length > 0) throw new Error(reportOf(report));
  const kills = report.tally.under('kill the app: ').reduce((sum, [, count]) => sum + count, 0);
  expect(report).toMatchObject({ seed, rounds });
  expect(kills).toBeGreaterThan(0);
  expect(report.tally.of('events')).toBeGreaterThan(10);
  expect(reportOf(report)).toMatch(/^lost +0\ndoubles +0\nunexplained +0$/m);
}, 300_000);

// One for each promise; `npm run test:faults -- --mutant NAME` runs the others.
const names = ['events-after-the-commit', 'message-ids-by-chance', 'outage-taken-for-absence'];

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
  180_000,
);
