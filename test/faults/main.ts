// Runs the built app through faults: npm run test:faults -- --rounds 100 --seed 1
import { parseArgs } from 'node:util';
import { runFaults } from './fault-run.ts';
import { mutants } from './mutants.ts';
import { reportOf } from './report.ts';
import { type AppCopy, copyApp } from './world/app-copy.ts';

const usage = `npm run test:faults -- [--rounds 100] [--seed 1] [--mutant ${mutants.map(({ name }) => name).join('|')}]`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    mutant: { type: 'string' },
  },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
const mutant = mutants.find(({ name }) => name === values.mutant);
if (!(rounds >= 1) || Number.isNaN(seed) || (values.mutant !== undefined && mutant === undefined)) {
  console.error(usage);
  process.exit(2);
}

const copy: AppCopy | undefined = mutant && copyApp(mutant);
const again = (count: number) =>
  `Again: npm run test:faults -- --rounds ${count} --seed ${seed}${mutant === undefined ? '' : ` --mutant ${mutant.name}`}`;
console.log(`seed ${seed}, ${rounds} rounds${mutant === undefined ? '' : `, the app with ${mutant.name}`}`);
try {
  const report = await runFaults({
    rounds,
    seed,
    app: copy?.folder ?? process.cwd(),
    ...(mutant && { plan: (_random, number) => mutant.plan(number) }),
    log: (line) => console.error(line),
  });
  console.log(reportOf(report));
  if (report.violations.length > 0) {
    console.log(`\n${again(report.rounds)}`);
    process.exitCode = 1;
  }
} catch (error) {
  // Not a finding, but no proof either.
  console.error(error);
  console.log(again(rounds));
  process.exitCode = 1;
} finally {
  copy?.remove();
}
