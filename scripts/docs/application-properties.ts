import { toMessage } from '../../shared/adapters/service-bus/message.ts';
import type { PublishedEvent } from './published-events.ts';

/** A property that rules can filter on without opening the body. */
export interface ApplicationProperty {
  readonly name: string;
  readonly description: string;
  readonly example: string | boolean;
  /** Which messages have it. */
  readonly on: 'all' | 'submissions' | 'replays';
}

const descriptions: Readonly<Record<string, string>> = {
  cloudEvents_specversion: '`specversion` of the event.',
  cloudEvents_id: '`id` of the event.',
  cloudEvents_source: '`source` of the event.',
  cloudEvents_type: '`type` of the event; also the `subject` of the message (`sys.Label` in rules).',
  cloudEvents_subject: '`subject` of the event, which is the submission key; also the `sessionId`.',
  cloudEvents_time: '`time` of the event.',
  cloudEvents_sequence: '`sequence` of the event.',
  kind: '`kind` of the data, or `watcher`.',
  productId: '`productId` of the data. A flight has that of its app.',
  submissionId: '`submissionId` of the data.',
  outcome: '`outcome` of the data: what the submission is in after the change.',
  severity: '`severity` of the data.',
  replay: 'The event was sent before, and is sent again on purpose.',
  replayId: 'One for all events of one replay.',
};

/**
 * What messages of these events carry, in the order in which they carry it.
 * @throws Error where that is not what is described here.
 */
export function applicationProperties(events: readonly PublishedEvent[]): ApplicationProperty[] {
  const sent = events.map((event) => propertiesOf(event));
  const replayed = events.map((event) => propertiesOf(event, '0b9e6c0a-7c1f-4a58-8f44-1f2f6f1f9c55'));
  const carried = new Map([...replayed, ...sent].flatMap((properties) => [...properties]));
  const gone = Object.keys(descriptions).filter((name) => !carried.has(name));
  if (gone.length > 0) throw new Error(`No message carries ${gone.join(', ')}`);
  return [...carried].map(([name, example]) => {
    const description = descriptions[name];
    if (description === undefined) throw new Error(`The application property ${name} is not described`);
    if (typeof example !== 'string' && typeof example !== 'boolean') throw new Error(`${name} is of another type`);
    const isAlways = sent.every((properties) => properties.has(name));
    const isOfReplays = !sent.some((properties) => properties.has(name));
    return { name, description, example, on: isAlways ? 'all' : isOfReplays ? 'replays' : 'submissions' };
  });
}

function propertiesOf(event: PublishedEvent, replayId?: string): Map<string, unknown> {
  return new Map(Object.entries(toMessage(event, replayId).applicationProperties ?? {}));
}
