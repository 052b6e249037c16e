import { isTooFarAhead } from './clock-ahead.ts';

/** What a channel is. */
export type ChannelSort = 'teams' | 'slack';

/** How fast a channel may be posted to. */
export interface PaceLimits {
  /** Posts within the window. */
  readonly posts: number;
  readonly windowMs: number;
  /** Between two posts. */
  readonly spacingMs: number;
}

/**
 * Teams: a flow lets its connection post 25 times in 300 s, and others may share the connection. Slack: a message a second to
 * a channel.
 */
export const paceLimits: Readonly<Record<ChannelSort, PaceLimits>> = {
  teams: { posts: 20, windowMs: 300_000, spacingMs: 1_000 },
  slack: { posts: 30, windowMs: 60_000, spacingMs: 1_100 },
};

/** What all instances share of a channel: whoever posts writes it first. Times are ISO 8601. */
export interface ChannelPace {
  /** The posts within the window, oldest first; failed ones count too. */
  readonly posts: readonly string[];
  /** Posts in a row that were not taken, for reasons that pass. */
  readonly failures: number;
  /** Nothing is posted before. */
  readonly notBefore?: string;
}

export const fresh: ChannelPace = { posts: [], failures: 0 };

const firstBackoffMs = 5_000;
const longestBackoffMs = 15 * 60_000;
/** `Retry-After` is honoured up to this: a mistaken year would be silence that looks like health. */
const longestRetryAfterMs = 60 * 60_000;

/** When the next post may be made: now, or later. */
export function nextSlot(pace: ChannelPace, limits: PaceLimits, now: Date): Date {
  const recent = within(pace.posts, limits, now);
  const last = recent.at(-1);
  const crowded = recent.length < limits.posts ? undefined : recent.at(-limits.posts);
  const times = [
    now.getTime(),
    ...(pace.notBefore === undefined || isTooFarAhead(pace.notBefore, longestRetryAfterMs, now)
      ? []
      : [Date.parse(pace.notBefore)]),
    ...(last === undefined ? [] : [last + limits.spacingMs]),
    ...(crowded === undefined ? [] : [crowded + limits.windowMs]),
  ];
  return new Date(Math.max(...times));
}

/** With the post that is about to be made. */
export function withPost(pace: ChannelPace, limits: PaceLimits, now: Date): ChannelPace {
  const posts = [...within(pace.posts, limits, now).map((time) => new Date(time).toISOString()), now.toISOString()];
  return { ...pace, posts: posts.slice(-limits.posts) };
}

export function afterSuccess({ posts }: ChannelPace): ChannelPace {
  return { posts, failures: 0 };
}

/**
 * @param retryAfterSeconds what the channel asked for; else the wait doubles with each failure.
 * @param random from 0 to 1, so that channels that failed together do not come back together.
 */
export function afterFailure(
  pace: ChannelPace,
  retryAfterSeconds: number | undefined,
  now: Date,
  random: number,
): ChannelPace {
  const failures = pace.failures + 1;
  const doubled = Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(failures - 1, 20));
  const waitMs =
    retryAfterSeconds === undefined
      ? doubled * (0.75 + random / 4)
      : Math.min(longestRetryAfterMs, Math.max(0, retryAfterSeconds) * 1000);
  return { posts: pace.posts, failures, notBefore: new Date(now.getTime() + waitMs).toISOString() };
}

/** Posts of the future, by a clock that runs ahead, count as of now: they must not close the channel for long. */
function within(posts: readonly string[], { windowMs }: PaceLimits, now: Date): number[] {
  return posts
    .map((at) => Math.min(Date.parse(at), now.getTime()))
    .filter((time) => now.getTime() - time < windowMs)
    .sort((a, b) => a - b);
}
