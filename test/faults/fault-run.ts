import type { Event } from '../../shared/contract/event.ts';
import { untilQuiet } from './calm.ts';
import { createOracle, type Oracle } from './oracle/oracle.ts';
import type { Violation } from './oracle/violation.ts';
import { planRound, type Round } from './plan.ts';
import { createRandom, type Random } from './random.ts';
import { performRound, type Scene } from './round.ts';
import { createScript } from './script/script.ts';
import { createStage } from './stage.ts';
import { createTally, type Tally } from './tally.ts';
import type { AppHost } from './world/app-host.ts';
import { startWorld } from './world/world.ts';

export interface FaultRunOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Folder of the built app. */
  readonly app: string;
  /** Chooses the faults of a round; by default all that there are. */
  readonly plan?: (random: Random, number: number) => Round;
  readonly log?: (line: string) => void;
}

export interface FaultReport {
  readonly seed: number;
  /** Rounds that were run: the first one with a violation is the last. */
  readonly rounds: number;
  readonly tally: Tally;
  readonly violations: readonly Violation[];
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
    const scene: Scene = { world, stage, tally };
    let violations: readonly Violation[] = [];
    let number = 0;
    while (number < rounds && violations.length === 0) {
      number += 1;
      const begunAt = Date.now();
      const round = plan(random.stream(`round ${number}`), number);
      await performRound(scene, round, random.stream(`untracking ${number}`));
      const isLast = number === rounds;
      if (round.isChecked || isLast) violations = await check(scene, oracle, checked, isLast);
      log(line(number, round, oracle, Date.now() - begunAt));
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
  { world, stage, tally }: Scene,
  oracle: Oracle,
  checked: Map<string, number>,
  isLast: boolean,
): Promise<readonly Violation[]> {
  const host = world.hosts.first;
  const { performed, passes } = await untilQuiet(host, stage, () => world.pass([host]), checked);
  tally.add('passes', passes);
  for (const subscriber of world.subscribers) oracle.deliver(subscriber.name, await subscriber.collect());
  const keys = isLast ? performed.map(({ key }) => key) : oracle.moved();
  const histories = new Map<string, readonly Event[]>();
  for (const key of keys) histories.set(key, await historyOf(host, key));
  for (const { key, versions } of performed) checked.set(key, versions.length);
  tally.add('checks');
  return oracle.check(performed, histories);
}

/** Oldest first. Of a submission that the app has never heard of there is none. */
async function historyOf(host: AppHost, key: string): Promise<readonly Event[]> {
  const events: Event[] = [];
  for (let path: string | undefined = `submissions/${key}/history?limit=50`; path !== undefined; ) {
    const answer = await host.api('GET', path);
    if (answer?.status === 404) return [];
    if (answer?.status !== 200) throw new Error(`GET ${path}: ${JSON.stringify(answer)}`);
    const page = answer.body as { value: readonly Event[]; nextLink?: string };
    events.push(...page.value);
    path = page.nextLink?.replace('/api/', '');
  }
  return events.reverse();
}

function line(number: number, round: Round, oracle: Oracle, ms: number): string {
  const answers = round.answers.map(({ name }) => name).join(' ');
  const strikes = round.beats
    .flatMap((beat) => beat.strikes)
    .map(({ blow, moment }) => `${blow} (${moment.step} ${moment.nth})`)
    .join(', ');
  const parts = [
    `round ${number}`,
    `${round.beats.length} beats`,
    ...(round.hasSecondHost ? ['two hosts'] : []),
    ...(round.hasSlices ? ['slices'] : []),
    ...(answers === '' ? [] : [`answers ${answers}`]),
    ...(strikes === '' ? [] : [strikes]),
    ...(round.isChecked ? [`checked: ${oracle.counts().events} events`] : []),
  ];
  return `${parts.join('; ')}; ${(ms / 1000).toFixed(1)} s`;
}
