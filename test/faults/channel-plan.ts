import type { Random } from './random.ts';
import { channelSteps } from './world/steps.ts';
import { channelNames, type WebhookAnswer } from './world/webhook-channels.ts';

/** What befalls the channels of Teams and Slack during a beat. */
export interface ChannelBeat {
  readonly answers: readonly WebhookAnswer[];
  /** The app that tells them is killed when it reaches the step for the n-th time. */
  readonly kill?: { readonly step: (typeof channelSteps)[number]; readonly nth: number };
  /** The webhook is down for the whole beat. */
  readonly isDown: boolean;
}

/** Chooses from a stream of its own, so that the faults of the passes stay what they were. */
export function planChannelBeat(random: Random): ChannelBeat {
  const isDown = random.chance(1 / 3);
  return {
    isDown,
    answers: isDown
      ? [{ to: random.pick(channelNames), answer: random.pick([{ status: 503 }, { status: 500 }, 'hang'] as const) }]
      : Array.from({ length: random.int(0, 2) }, () => planAnswer(random)),
    ...(random.chance(0.3) ? { kill: { step: random.pick(channelSteps), nth: random.pick([1, 1, 2]) } } : {}),
  };
}

function planAnswer(random: Random): WebhookAnswer {
  const answer = random.pick([
    { status: 429, retryAfter: '1' },
    { status: 429, retryAfter: '3' },
    { status: 429, retryAfter: 'Thu, 01 Jan 2026 00:00:00 GMT' },
    { status: 502 },
    'hang',
    'drop',
  ] as const);
  return { to: random.pick(channelNames), answer, times: random.int(1, 2) };
}
