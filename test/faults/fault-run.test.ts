import { stopHosts } from '../local/functions-host-process.ts';
import { runFaults } from './fault-run.ts';
import { busyChannels, channelRound, mutants } from './mutants.ts';
import { planRound } from './plan.ts';
import { reportOf } from './report.ts';
import { copyApp } from './world/app-copy.ts';

const seed = 1;
const rounds = 5;

afterEach(stopHosts);

it(`loses nothing, doubles nothing and invents nothing under faults (seed ${seed}, ${rounds} rounds)`, async () => {
  // Channels take the time that their pace asks for: they have a run of their own.
  const report = await runFaults({
    rounds,
    seed,
    app: process.cwd(),
    plan: (random, number) => {
      const round = planRound(random, number);
      return { ...round, beats: round.beats.map(({ channels: _, ...beat }) => beat) };
    },
  });
  if (report.violations.length > 0) throw new Error(reportOf(report));
  const kills = report.tally.under('kill the app: ').reduce((sum, [, count]) => sum + count, 0);
  expect(report).toMatchObject({ seed, rounds });
  expect(kills).toBeGreaterThan(0);
  expect(report.tally.of('events')).toBeGreaterThan(10);
  expect(reportOf(report)).toMatch(/^lost +0\ndoubles +0\nunexplained +0$/m);
}, 300_000);

it('tells Teams and Slack every event once, but where a post went without its record', async () => {
  const lost = { to: 'slack' as const, answer: 'drop' as const, times: 1 };
  const down = { to: 'teams' as const, answer: { status: 503 } };
  const report = await runFaults({
    rounds: 1,
    seed,
    app: process.cwd(),
    plan: (_random, number) =>
      channelRound(
        number,
        { answers: [down], isDown: true },
        { ...busyChannels, answers: [...busyChannels.answers, lost], kill: { step: 'before record', nth: 1 } },
      ),
  });
  if (report.violations.length > 0) throw new Error(reportOf(report));
  expect(report.tally.of('told: events to teams')).toBeGreaterThan(0);
  expect(report.tally.of('told: events to slack')).toBeGreaterThan(report.tally.of('told: events to teams'));
  expect(report.tally.of('webhook: 429')).toBe(2);
  expect(report.tally.of('webhook: lost answer')).toBe(1);
  expect(report.tally.of('kill the notifier: before record')).toBe(1);
  expect(report.tally.of('posted again')).toBeGreaterThanOrEqual(2);
}, 300_000);

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
  180_000,
);
