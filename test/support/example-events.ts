import { readdirSync, readFileSync } from 'node:fs';
import { type ReceivedEvent, readEvent } from '../../shared/contract/received-event.ts';

const folder = 'docs/events';
const suffix = '.example.json';

/** The documented example of every type of event, by its name: whatever is published has one (a contract test sees to it). */
export function exampleEvents(): ReadonlyMap<string, ReceivedEvent> {
  const files = readdirSync(folder).filter((file) => file.endsWith(suffix));
  return new Map(
    files.map((file) => [file.slice(0, -suffix.length), receivedEvent(readFileSync(`${folder}/${file}`, 'utf8'))]),
  );
}

export function exampleEvent(name: string): ReceivedEvent {
  const event = exampleEvents().get(name);
  if (event === undefined) throw new Error(`No example of ${name}`);
  return event;
}

/** The same with other data. */
export function exampleWith(
  name: string,
  data: Readonly<Record<string, unknown>>,
  envelope: object = {},
): ReceivedEvent {
  const { event } = exampleEvent(name);
  return receivedEvent(JSON.stringify({ ...event, ...envelope, data: { ...event.data, ...data } }));
}

function receivedEvent(json: string): ReceivedEvent {
  const event = readEvent(JSON.parse(json));
  if (event === undefined) throw new Error('Not an event');
  return event;
}
