import type { EventName } from './contract/event.ts';
import type { ChannelSort } from './domain/post-pace.ts';
import type { Kind } from './domain/submission-key.ts';
import type { Kind as SettingKind } from './setting.ts';

/** An entry of `NOTIFY_CHANNELS`, as a person wrote it. */
export interface ListedChannel {
  readonly name: string;
  readonly sort: ChannelSort;
  readonly webhookSetting: string;
  readonly subscription?: string;
  readonly events?: 'default' | 'all' | readonly string[];
  readonly kinds?: readonly Kind[];
  readonly products?: readonly string[];
  readonly severities?: readonly (typeof severities)[number][];
  readonly settleSeconds?: number;
}

interface Field {
  readonly fits: (value: unknown) => boolean;
  readonly problem: string;
  readonly required?: true;
}

const mostChannels = 50;
const kinds = Object.keys({ hardware: 0, addon: 0, app: 0, flight: 0, msi: 0 } satisfies Record<Kind, 0>);
const sorts = Object.keys({ teams: 0, slack: 0 } satisfies Record<ChannelSort, 0>);
const severities = ['info', 'success', 'warning', 'error'] as const;

type ShortName = EventName extends `submission.${infer Name}` ? Name : never;
/** Written out, because the contract's schemas are too much to load at a cold start; the compiler holds it to be complete. */
export const eventChoices = Object.keys({
  tracked: 0,
  'state-changed': 0,
  'errors-raised': 0,
  'warnings-raised': 0,
  'issues-cleared': 0,
  'report-added': 0,
  'artifact-available': 0,
  'rollout-changed': 0,
  discovered: 0,
  stalled: 0,
  unreachable: 0,
  recovered: 0,
} satisfies Record<ShortName, 0>);

const fields: Readonly<Record<keyof ListedChannel, Field>> = {
  name: { fits: text(/^[a-z][a-z0-9-]{0,30}$/), problem: 'must be small letters, digits and hyphens', required: true },
  sort: { fits: oneOf(sorts), problem: `must be ${sorts.join(' or ')}`, required: true },
  webhookSetting: { fits: text(/^[A-Za-z_]\w{0,80}$/), problem: 'must be the name of a setting', required: true },
  subscription: { fits: text(/^[\w.-]{1,50}$/), problem: 'must be the name of a subscription' },
  events: {
    fits: (value) => oneOf(['default', 'all'])(value) || listOf(oneOf(eventChoices))(value),
    problem: 'must be default, all, or a list of event names',
  },
  kinds: { fits: listOf(oneOf(kinds)), problem: `must be a list of ${kinds.join(', ')}` },
  products: {
    // As events have them: an id that is written otherwise matches none, and the channel would be silent for good.
    fits: listOf(text(/^(\d{1,19}|[A-Z0-9]{4,20}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)),
    problem: 'must be a list of product ids: numbers, Store ids in capitals, GUIDs in small letters',
  },
  severities: { fits: listOf(oneOf(severities)), problem: `must be a list of ${severities.join(', ')}` },
  settleSeconds: { fits: wholeNumberUpTo(60), problem: 'must be a whole number from 0 to 60' },
};

/** A JSON array of channels. The problem names the place of the first one that will not do. */
export const channelList: SettingKind<readonly ListedChannel[]> = (text) => {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return { problem: 'must be JSON' };
  }
  if (!Array.isArray(list) || list.length > mostChannels) {
    return { problem: `must be a list of at most ${mostChannels} channels` };
  }
  const [problem] = list.flatMap((entry, index) => problemsOf(entry).map((each) => `.${index}${each}`));
  return problem === undefined ? { value: list as ListedChannel[] } : { problem };
};

function problemsOf(entry: unknown): string[] {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return [' must be an object'];
  const given = new Map<string, unknown>(Object.entries(entry));
  const unknown = [...given.keys()].filter((name) => !Object.hasOwn(fields, name));
  // What somebody misspelt is not repeated: it may be a webhook's URL in the wrong place.
  if (unknown.length > 0) return [` Unrecognized key; there are ${Object.keys(fields).join(', ')}`];
  return Object.entries(fields).flatMap(([name, { fits, problem, required }]) => {
    if (!given.has(name)) return required === true ? [`.${name} is required`] : [];
    return fits(given.get(name)) ? [] : [`.${name} ${problem}`];
  });
}

function text(pattern: RegExp): Field['fits'] {
  return (value) => typeof value === 'string' && pattern.test(value);
}

function oneOf(words: readonly string[]): Field['fits'] {
  return (value) => typeof value === 'string' && words.includes(value);
}

function listOf(fits: Field['fits']): Field['fits'] {
  return (value) => Array.isArray(value) && value.length > 0 && value.every(fits);
}

function wholeNumberUpTo(most: number): Field['fits'] {
  return (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
}
