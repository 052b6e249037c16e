import { setTimeout } from 'node:timers/promises';
import type { ChannelBeat } from './channel-plan.ts';
import type { AnyEvent } from './oracle/arrivals.ts';
import { checkTold, type Disturbance, isToldByDefault } from './oracle/told.ts';
import type { Violation } from './oracle/violation.ts';
import type { Tally } from './tally.ts';
import type { Step } from './world/steps.ts';
import { type ChannelName, channelNames } from './world/webhook-channels.ts';
import type { World } from './world/world.ts';

/** Strikes at the channels and at the app that tells them, and holds what they showed against the events. */
export interface ChannelTelling {
  /** Lasts until the next one begins, or the check: telling goes on when the pass is over. */
  begin(beat: ChannelBeat): Promise<void>;
  /** Lets the app tell everything, with nothing in its way, and compares. */
  check(events: readonly AnyEvent[]): Promise<readonly Violation[]>;
}

/** The pace of Teams: so long may a message have to wait for its turn. */
const longestMs = 400_000;

export function createChannelTelling(world: World, tally: Tally): ChannelTelling {
  const { notifier } = world.hosts;
  const kills: Disturbance[] = [];
  let current: ChannelBeat | undefined;

  function killAt({ step: at, nth }: NonNullable<ChannelBeat['kill']>): void {
    let reached = 0;
    notifier.witness(async (step: Step | undefined) => {
      if (step === at) reached += 1;
      if (step !== at || reached !== nth) return 'pass';
      tally.add(`kill the notifier: ${step}`);
      const from = Date.now();
      await notifier.kill();
      kills.push({ from, to: Date.now() });
      return 'drop';
    });
  }

  const wanted = (channel: ChannelName, events: readonly AnyEvent[]) =>
    channel === 'slack' ? events : events.filter(isToldByDefault);

  /** @returns whether each is told, or given up. */
  async function isAllTold(events: readonly AnyEvent[]): Promise<boolean> {
    for (const channel of channelNames) {
      const records = new Map((await world.channels.records(channel)).map(({ eventId, state }) => [eventId, state]));
      if (!wanted(channel, events).every(({ id }) => ['told', 'failed'].includes(records.get(id) ?? ''))) return false;
    }
    return true;
  }

  return {
    async begin(beat) {
      current = beat;
      notifier.witness(undefined);
      if (!notifier.isRunning()) await notifier.start(world.clock.now());
      await world.channels.answers(beat.answers);
      tally.add('webhook down', beat.isDown ? 1 : 0);
      if (beat.kill !== undefined) killAt(beat.kill);
    },
    async check(events) {
      if (current === undefined) return [];
      // Whatever else was planned may still come.
      if (current.isDown) await world.channels.answers([]);
      const begunAt = Date.now();
      while (!(await isAllTold(events)) && Date.now() - begunAt < longestMs) {
        if (!notifier.isRunning()) await notifier.start(world.clock.now());
        await world.pass([]);
        await notifier.tick(world.clock.now());
        // Where it is not yet time for the next post, it has nothing to do.
        await setTimeout(500);
      }
      const told = [];
      for (const channel of channelNames) {
        const [records, posts] = [await world.channels.records(channel), world.channels.shown(channel)];
        const result = checkTold(channel, wanted(channel, events), records, posts, [...kills, ...world.outages]);
        tally.add(`told: events to ${channel}`, result.told);
        tally.add(`told: messages in ${channel}`, result.messages);
        tally.add('posted again', result.repeats);
        told.push(...result.violations);
      }
      for (const [name, count] of world.channels.answered()) tally.add(`webhook: ${name}`, count);
      return told;
    },
  };
}
