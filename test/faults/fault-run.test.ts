import { stopHosts } from '../local/functions-host-process.ts';
import { runFaults } from './fault-run.ts';
import { busyChannels, channelRound } from './mutants.ts';
import { planRound } from './plan.ts';
import { reportOf } from './report.ts';

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
}, 600_000);

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
}, 600_000);
