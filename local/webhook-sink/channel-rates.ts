import type { ChannelSort } from './channel-sort.ts';

/** Slack: a message a second, with short bursts. Teams: 25 posts in 300 seconds for a connection. */
const rates: Readonly<Record<ChannelSort, { posts: number; windowMs: number }>> = {
  slack: { posts: 5, windowMs: 5_000 },
  teams: { posts: 25, windowMs: 300_000 },
};

/** Counts what each channel took. */
export function createChannelRates(now: () => number) {
  const taken = new Map<string, number[]>();
  return {
    /** @returns seconds to wait where the channel has had its fill; else it is counted. */
    take(sort: ChannelSort, to: string): number | undefined {
      const { posts, windowMs } = rates[sort];
      const recent = (taken.get(to) ?? []).filter((at) => now() - at < windowMs);
      const [oldest = 0] = recent;
      if (recent.length >= posts) return Math.max(1, Math.ceil((oldest + windowMs - now()) / 1000));
      taken.set(to, [...recent, now()]);
      return undefined;
    },
  };
}
