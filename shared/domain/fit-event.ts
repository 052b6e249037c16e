import type { Event } from '../contract/event.ts';

/**
 * Longest published event, in UTF-16 units of its JSON: it fits a property of an outbox row (64 KiB), and with at most
 * three bytes a unit also a Service Bus message (256 KB).
 */
export const longestEvent = 30_000;
/** Of one text, in units of its JSON: an escaped control character has six. */
const longestText = 1_000;
const roomForCounts = 300;

/** What was left out, by name of the list; of texts the `characters`. */
type Cut = Map<string, number>;

/**
 * Cuts an event to what fits, and says how much was left out; an event that fits comes back as it is.
 * Short lists are kept before long ones, and of each list its head.
 */
export function fitEvent(event: Event): Event {
  if (JSON.stringify(event).length <= longestEvent) return event;
  const cut: Cut = new Map();
  const data = shortened(withoutLists(event.data), cut);
  const room = { left: longestEvent - roomForCounts - JSON.stringify({ ...event, data }).length };
  const fitted = withHeads(data, event.data, room, cut);
  return { ...event, data: { ...(fitted as object), omitted: Object.fromEntries(cut) } } as Event;
}

function withoutLists(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  return isRecord(value) ? mapValues(value, withoutLists) : value;
}

/** Every text cut to `longestText`. */
function shortened(value: unknown, cut: Cut): unknown {
  if (typeof value === 'string') return shortenedText(value, cut);
  if (Array.isArray(value)) return value.map((item) => shortened(item, cut));
  return isRecord(value) ? mapValues(value, (item) => shortened(item, cut)) : value;
}

function shortenedText(text: string, cut: Cut): string {
  if (sizeOf(text) <= longestText) return text;
  let size = sizeOf('');
  let end = 0;
  // Character by character, so that no surrogate pair is split.
  for (const character of text) {
    size += sizeOf(character) - sizeOf('');
    if (size > longestText) break;
    end += character.length;
  }
  count(cut, 'characters', text.length - end);
  return text.slice(0, end);
}

/** `data` with the heads of the lists of `whole`, the shortest list first: a few reports must not be lost to many warnings. */
function withHeads(data: unknown, whole: unknown, room: { left: number }, cut: Cut): unknown {
  if (!isRecord(data) || !isRecord(whole)) return data;
  const bySize = Object.entries(whole)
    .map(([name, value]) => ({ name, value, size: typeof value === 'object' ? sizeOf(value) : 0 }))
    .sort((a, b) => a.size - b.size);
  const kept: Record<string, unknown> = { ...data };
  for (const { name, value } of bySize) {
    kept[name] = Array.isArray(value) ? head(name, value, room, cut) : withHeads(data[name], value, room, cut);
  }
  return kept;
}

function head(name: string, list: readonly unknown[], room: { left: number }, cut: Cut): unknown[] {
  const kept: unknown[] = [];
  for (const item of list) {
    const cutOfItem: Cut = new Map();
    const short = shortened(item, cutOfItem);
    const size = sizeOf(short) + 1;
    if (size > room.left) break;
    room.left -= size;
    kept.push(short);
    for (const [what, amount] of cutOfItem) count(cut, what, amount);
  }
  if (kept.length < list.length) count(cut, name, list.length - kept.length);
  return kept;
}

function count(cut: Cut, name: string, amount: number): void {
  cut.set(name, (cut.get(name) ?? 0) + amount);
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(record: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
