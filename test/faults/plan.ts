import { type ChannelBeat, planChannelBeat } from './channel-plan.ts';
import type { Random } from './random.ts';
import { type Step, steps } from './world/steps.ts';

/** What can be done to the surroundings of the app, or to the app itself, in the midst of its work. */
export const blows = [
  'kill the app',
  'cut the connection',
  'kill the broker',
  'stop the broker',
  'restart Azurite',
  'change Partner Center',
] as const;
export type Blow = (typeof blows)[number];

/** When a blow falls: at the n-th time that a step is reached, or at the n-th piece of traffic of any kind. */
interface Moment {
  readonly step: Step | 'any';
  readonly nth: number;
}

export interface Strike {
  readonly blow: Blow;
  readonly moment: Moment;
  /** Of which instance. */
  readonly host: 'first' | 'second';
}

/** How Partner Center answers for a round: bodies of `POST /_local/faults`. */
type Answers = readonly { readonly name: string; readonly rule: object }[];

/** A pass with the sweep after it, and what happens meanwhile. */
export interface Beat {
  /** Changes in Partner Center before the pass. */
  readonly changes: number;
  readonly strikes: readonly Strike[];
  /** Passes over HTTP beside those of the timer. */
  readonly manualPasses: number;
  /** The broker is away from the beginning of this beat to its end. */
  readonly withoutBroker: boolean;
  readonly restartsAzurite: boolean;
  /** Untracks one submission. It is tracked again before the next check. */
  readonly untracks: boolean;
  /** Absent where nobody tells the channels. */
  readonly channels?: ChannelBeat;
}

export interface Round {
  readonly number: number;
  readonly beats: readonly Beat[];
  readonly answers: Answers;
  readonly hasNoise: boolean;
  readonly revokesTokens: boolean;
  readonly hasSecondHost: boolean;
  /** Passes are handed out in slices over the queue, instead of being read where they are planned. */
  readonly hasSlices: boolean;
  /** Everything is mended, read and compared at the end. */
  readonly isChecked: boolean;
}

/** Chooses what happens in a round; it depends on the seed and the number of the round alone. */
export function planRound(random: Random, number: number): Round {
  const hasSecondHost = random.chance(0.25);
  const channels = random.stream('channels');
  return {
    number,
    beats: Array.from({ length: random.int(2, 5) }, () => ({
      ...planBeat(random, hasSecondHost),
      channels: planChannelBeat(channels),
    })),
    answers: random.chance(0.5) ? planAnswers(random) : [],
    hasNoise: random.chance(0.4),
    revokesTokens: random.chance(0.1),
    hasSecondHost,
    hasSlices: random.chance(0.12),
    isChecked: random.chance(0.5),
  };
}

function planBeat(random: Random, hasSecondHost: boolean): Beat {
  const count = random.pick([0, 1, 1, 1, 1, 2]);
  return {
    changes: random.int(1, 5),
    strikes: Array.from({ length: count }, () => planStrike(random, hasSecondHost)),
    manualPasses: random.chance(0.15) ? random.int(1, 2) : 0,
    withoutBroker: random.chance(0.12),
    restartsAzurite: random.chance(0.04),
    untracks: random.chance(0.1),
  };
}

const mostly: readonly Blow[] = [
  ...Array.from({ length: 6 }, () => 'kill the app' as const),
  'cut the connection',
  'kill the broker',
  'stop the broker',
  'restart Azurite',
  'change Partner Center',
];

function planStrike(random: Random, hasSecondHost: boolean): Strike {
  const blow = random.pick(mostly);
  const isAnywhere = blow === 'restart Azurite' || random.chance(0.3);
  return {
    blow,
    moment: isAnywhere
      ? { step: 'any', nth: random.int(1, 150) }
      : { step: random.pick(steps), nth: random.pick([1, 1, 2, 3]) },
    host: hasSecondHost && random.chance(0.5) ? 'second' : 'first',
  };
}

export const answerNames = [
  '429',
  '5xx',
  'garbage',
  'html',
  'cut',
  'empty',
  'trailing-comma',
  'reset',
  'hang',
  'late',
] as const;

function planAnswers(random: Random): Answers {
  return Array.from({ length: random.int(1, 2) }, () => planAnswer(random));
}

function planAnswer(random: Random): Answers[number] {
  const name = random.pick(answerNames);
  const struck = { rate: random.pick([0.05, 0.1, 0.2, 0.4]), seed: random.int(1, 1_000_000) };
  switch (name) {
    case '429':
      // Few, because each that follows another lowers the budget for minutes.
      return { name, rule: { times: random.int(1, 3), fault: throttle(random) } };
    case '5xx':
      return { name, rule: { ...struck, fault: { status: random.pick([500, 502, 503, 504]) } } };
    case 'hang':
      return { name, rule: { times: random.int(1, 2), fault: 'hang' } };
    case 'late':
      return { name, rule: { ...struck, fault: { delayMilliseconds: random.int(20, 300) } } };
    default:
      return { name, rule: { ...struck, fault: name } };
  }
}

/** A wait of a second at most, in each form that is known. */
function throttle(random: Random): object {
  switch (random.pick(['none', 'seconds', 'date', 'text'])) {
    case 'seconds':
      return { status: 429, retryAfter: 1 };
    case 'date':
      return { status: 429, retryAfter: 'Thu, 01 Jan 2026 00:00:00 GMT' };
    case 'text':
      return { status: 429, body: { statusCode: 429, message: 'Too many calls. Try again in 1 seconds.' } };
    default:
      return { status: 429, retryAfter: 0 };
  }
}
