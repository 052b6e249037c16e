import type { ChannelTelling } from './channel-telling.ts';
import type { Beat, Round } from './plan.ts';
import type { Random } from './random.ts';
import type { Stage } from './stage.ts';
import { armStrikes } from './strikes.ts';
import type { Tally } from './tally.ts';
import type { AppHost } from './world/app-host.ts';
import type { World } from './world/world.ts';

export interface Scene {
  readonly world: World;
  readonly stage: Stage;
  readonly tally: Tally;
  readonly telling: ChannelTelling;
}

/** Small slices, handed out within a second. */
const slices = { INLINE_LIMIT: '3', SLICE_SIZE: '2', SLICE_SPREAD_SECONDS: '1' };
const timeForSlicesMs = 1_500;

/** Performs a round with its faults. At its end the first host runs, and nothing is in its way. */
export async function performRound(scene: Scene, round: Round, random: Random): Promise<void> {
  const { world, stage, tally } = scene;
  const { first, second } = world.hosts;
  for (const { rule } of round.answers) await world.partnerCenter('POST', 'faults', rule);
  if (round.revokesTokens) await world.partnerCenter('DELETE', 'tokens');
  if (round.hasNoise) await world.partnerCenter('PUT', 'noise', { seed: round.number });
  else await world.partnerCenter('DELETE', 'noise');
  for (const name of ['revokesTokens', 'hasNoise', 'hasSecondHost', 'hasSlices'] as const)
    tally.add(name, round[name] ? 1 : 0);

  // Settings are read at the start of a process.
  if (round.hasSlices) await first.end();
  for (const beat of round.beats) await performBeat(scene, round, beat, random);
  await second.end();
  if (round.hasSlices) await first.end();
  if (!first.isRunning()) await first.start(world.clock.now());

  const { faults } = (await world.partnerCenter('GET', 'faults')) as { faults: readonly { fired: number }[] };
  for (const [index, { name }] of round.answers.entries()) tally.add(`answer: ${name}`, faults[index]?.fired ?? 0);
  await world.partnerCenter('DELETE', 'faults');
  await stage.trackAll(first);
}

async function performBeat(scene: Scene, round: Round, beat: Beat, random: Random): Promise<void> {
  const { world, stage, tally, telling } = scene;
  const { first, second } = world.hosts;
  const hosts = round.hasSecondHost ? [first, second] : [first];
  for (const host of hosts) if (!host.isRunning()) await host.start(world.clock.now(), round.hasSlices ? slices : {});
  if (beat.withoutBroker) {
    await world.broker.kill();
    tally.add('kill the broker: between passes');
  }

  if (beat.channels !== undefined) await telling.begin(beat.channels);
  const strikes = armStrikes(world, stage, tally, beat.strikes);
  for (let change = 0; change < beat.changes; change += 1) await stage.change();
  await stage.trackAll(first);
  await Promise.all([
    passes(scene, hosts, round.hasSlices ? timeForSlicesMs : 0),
    ...Array.from({ length: beat.manualPasses }, () => first.api('POST', 'poll')),
    ...(beat.restartsAzurite ? [world.restartAzurite()] : []),
    ...(beat.untracks ? [untrackOne(scene, random)] : []),
  ]);
  tally.add('passes', beat.manualPasses);
  tally.add('passes beside another', beat.manualPasses);
  tally.add('restart Azurite: during a pass', beat.restartsAzurite ? 1 : 0);
  await strikes.disarm();
  await world.broker.start();
}

/** One, or as many as begin within the time while a host lives. */
async function passes({ world, tally }: Scene, hosts: readonly AppHost[], forMs: number): Promise<void> {
  const until = Date.now() + forMs;
  do {
    await world.pass(hosts);
    tally.add('passes', hosts.length);
  } while (Date.now() < until && hosts.some((host) => host.isRunning()));
}

async function untrackOne({ world, stage, tally }: Scene, random: Random): Promise<void> {
  const keys = stage.performed(new Set()).map(({ key }) => key);
  if (keys.length === 0) return;
  await stage.untrack(world.hosts.first, random.pick(keys));
  tally.add('untracked');
}
