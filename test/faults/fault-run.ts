import type { Event } from '../../shared/contract/event.ts';
import { untilQuiet } from './calm.ts';
import { createChannelTelling } from './channel-telling.ts';
import { differenceOfLists, type Listed } from './oracle/listings.ts';
import { createOracle, type Oracle } from './oracle/oracle.ts';
import type { Violation } from './oracle/violation.ts';
import { planRound, type Round } from './plan.ts';
import { createRandom, type Random } from './random.ts';
import { type FaultReport, lineOf } from './report.ts';
import { performRound, type Scene } from './round.ts';
import { createScript } from './script/script.ts';
import { createStage } from './stage.ts';
import { createTally } from './tally.ts';
import { allPages } from './world/api-pages.ts';
import { startWorld } from './world/world.ts';

interface FaultRunOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Folder of the built app. */
  readonly app: string;
  /** Chooses the faults of a round; by default all that there are. */
  readonly plan?: (random: Random, number: number) => Round;
  readonly log?: (line: string) => void;
}

/** Runs the app through rounds of faults, and holds what came of it against the script. */
export async function runFaults(options: FaultRunOptions): Promise<FaultReport> {
  const { rounds, seed, app, plan = planRound, log = () => undefined } = options;
  const random = createRandom(`${seed}`);
  const tally = createTally();
  const world = await startWorld(app);
  try {
    const script = createScript(random.stream('script'));
    const stage = await createStage(world, script);
    const oracle = createOracle(world.subscribers);
    const checked = new Map<string, number>();
    const scene: Scene = { world, stage, tally, telling: createChannelTelling(world, tally) };
    let violations: readonly Violation[] = [];
    let number = 0;
    while (number < rounds && violations.length === 0) {
      number += 1;
      const begunAt = Date.now();
      const round = plan(random.stream(`round ${number}`), number);
      await performRound(scene, round, random.stream(`untracking ${number}`));
      const isLast = number === rounds;
      if (round.isChecked || isLast) violations = await check(scene, oracle, checked, isLast);
      log(lineOf(round, oracle.counts().events, Date.now() - begunAt));
    }
    const { events, repeats } = oracle.counts();
    tally.add('events', events);
    tally.add('repeats', repeats);
    tally.add(
      'changes',
      stage.performed(new Set()).reduce((sum, { versions }) => sum + versions.length, 0),
    );
    return { seed, rounds: number, tally, violations };
  } catch (error) {
    log(`The app's last words:\n${world.hosts.first.log().join('\n')}`);
    throw error;
  } finally {
    await world.stop();
  }
}

/** Mends everything, lets the app read and send all there is, and compares. */
async function check(
  { world, stage, tally, telling }: Scene,
  oracle: Oracle,
  checked: Map<string, number>,
  isLast: boolean,
): Promise<readonly Violation[]> {
  const host = world.hosts.first;
  const quiet = await untilQuiet(host, stage, () => world.pass([host]), checked);
  tally.add('passes', quiet.passes);
  if ('unrest' in quiet) {
    const expected = 'everything read and sent soon after all was mended';
    return [{ kind: 'lost', about: 'the app', expected, came: quiet.unrest }];
  }
  const { performed } = quiet;
  for (const subscriber of world.subscribers) oracle.deliver(subscriber.name, await subscriber.collect());
  const keys = isLast ? performed.map(({ key }) => key) : oracle.moved();
  const histories = new Map<string, readonly Event[]>();
  for (const key of keys) histories.set(key, await allPages(host, `submissions/${key}/history?limit=200&order=oldest`));
  for (const { key, versions } of performed) checked.set(key, versions.length);
  tally.add('checks');
  const [byKey, byChange] = await Promise.all(
    ['key', 'lastChanged'].map((sort) => allPages<Listed>(host, `submissions?limit=200&sort=${sort}`)),
  );
  const difference = differenceOfLists(byKey ?? [], byChange ?? []);
  const found = [...oracle.check(performed, histories), ...(difference === undefined ? [] : [difference])];
  // Channels take their time; they are asked at the end alone, and of what is known to be right.
  return isLast && found.length === 0 ? telling.check(oracle.events()) : found;
}
