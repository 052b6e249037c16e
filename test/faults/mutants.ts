import type { ChannelBeat } from './channel-plan.ts';
import type { Beat, Round, Strike } from './plan.ts';

/** The app with one thing wrong in it, and the faults that bring it to light. */
interface Mutant {
  readonly name: string;
  /** What comes of it. */
  readonly shows: 'lost' | 'double' | 'unexplained';
  readonly file: string;
  /** Each text is to be found exactly once. */
  readonly edits: readonly { readonly from: string; readonly to: string }[];
  readonly plan: (number: number) => Round;
}

const send = '      await publisher.publish(entry.event);\n';
const outboxRows = "        ...events.map((event): TransactionAction => ['create', toOutboxEntity(key, event)]),\n";

const afterCommit = "      if (committed === 'committed' && run !== undefined) await addRunsAtLeisure(client, key);\n";

const post = '  const result = await notifier.post(compose(message, channel.historyUrl));\n';

/** Proof that the harness can fail. */
export const mutants: readonly Mutant[] = [
  {
    name: 'removal-before-send',
    shows: 'lost',
    file: 'shared/use-cases/relay-outbox.ts',
    edits: [{ from: send, to: `      await outbox.remove(entry);\n${send}` }],
    plan: killAt('before send'),
  },
  {
    name: 'events-after-the-commit',
    shows: 'lost',
    file: 'shared/adapters/table-storage/submission-store.ts',
    edits: [
      { from: outboxRows, to: '' },
      {
        from: afterCommit,
        to: `      if (committed === 'committed' && events.length > 0)\n        await submit(client, events.map((event): TransactionAction => ['create', toOutboxEntity(key, event)]));\n${afterCommit}`,
      },
    ],
    plan: killAt('before commit'),
  },
  {
    name: 'message-ids-by-chance',
    shows: 'double',
    file: 'shared/adapters/service-bus/message.ts',
    // Not the event's: the broker cannot know a repetition any more.
    edits: [{ from: '? event.id :', to: `? crypto.randomUUID() :` }],
    plan: killAt('after send'),
  },
  {
    name: 'outage-taken-for-absence',
    shows: 'unexplained',
    file: 'shared/adapters/partner-center/exchange.ts',
    edits: [{ from: "  404: 'not-found',\n", to: "  404: 'not-found',\n  503: 'not-found',\n" }],
    plan: (number) => ({
      ...round(number, [calmBeat, calmBeat, calmBeat]),
      answers: [{ name: '503', rule: { rate: 0.7, seed: number, fault: { status: 503 } } }],
    }),
  },
  {
    name: 'casing-taken-for-change',
    shows: 'unexplained',
    file: 'shared/domain/observe.ts',
    edits: [{ from: 'return a?.toLowerCase() === b?.toLowerCase();', to: 'return a === b;' }],
    plan: (number) => ({ ...round(number, [calmBeat, calmBeat]), hasNoise: true }),
  },
  {
    name: 'told-before-the-post',
    shows: 'lost',
    file: 'shared/use-cases/tell-message.ts',
    edits: [{ from: post, to: `  await deliveries.told(channel.name, told, now());\n${post}` }],
    plan: (number) => channelRound(number, { answers: [], isDown: false, kill: { step: 'before post', nth: 1 } }),
  },
  {
    name: 'refusal-taken-for-posted',
    shows: 'lost',
    file: 'shared/adapters/webhooks/post.ts',
    edits: [
      { from: 'if (status >= 200 && status < 300)', to: 'if (status === 429 || (status >= 200 && status < 300))' },
    ],
    plan: (number) => channelRound(number, busyChannels),
  },
  {
    name: 'posted-twice',
    shows: 'double',
    file: 'shared/use-cases/tell-message.ts',
    edits: [{ from: post, to: `  await notifier.post(compose(message, channel.historyUrl));\n${post}` }],
    plan: (number) => channelRound(number, { answers: [], isDown: false }),
  },
];

const calmBeat: Beat = {
  changes: 3,
  strikes: [],
  manualPasses: 0,
  withoutBroker: false,
  restartsAzurite: false,
  untracks: false,
};

function killAt(step: Strike['moment']['step']): (number: number) => Round {
  const strike: Strike = { blow: 'kill the app', moment: { step, nth: 1 }, host: 'first' };
  return (number) => round(number, [{ ...calmBeat, strikes: [strike] }]);
}

function round(number: number, beats: readonly Beat[]): Round {
  return {
    number,
    beats,
    answers: [],
    hasNoise: false,
    revokesTokens: false,
    hasSecondHost: false,
    hasSlices: false,
    isChecked: true,
  };
}

/** Both are busy for a moment. */
export const busyChannels: ChannelBeat = {
  answers: (['teams', 'slack'] as const).map((to) => ({ to, answer: { status: 429, retryAfter: '1' }, times: 1 })),
  isDown: false,
};

/** Enough changes for something that is told by default. */
export function channelRound(number: number, ...channels: readonly ChannelBeat[]): Round {
  return round(
    number,
    channels.map((each) => ({ ...calmBeat, changes: 12, channels: each })),
  );
}
