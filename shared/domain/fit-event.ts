import type { Event } from '../contract/event.ts';

/**
 * Longest published event, in UTF-16 units of its JSON: it fits a property of an outbox row (64 KiB), and with at most
 * three bytes a unit also a Service Bus message (256 KB).
 */
export const longestEvent = 30_000;
const longestText = 1_000;
const roomForCounts = 300;

/**
 * Cuts an event to what fits, and says how much was left out; an event that fits comes back as it is.
 * Short lists are kept before long texts, and of each list its head.
 */
export function fitEvent(event: Event): Event {
  if (JSON.stringify(event).length <= longestEvent) return event;
  const cut = new Map<string, number>();
  const data = shortened(event.data, cut) as Record<string, unknown>;
  const room = { left: longestEvent - roomForCounts - JSON.stringify({ ...event, data: withoutLists(data) }).length };
  const fitted = keepWhatFits(data, room, cut);
  return { ...event, data: { ...fitted, omitted: Object.fromEntries(cut) } } as Event;
}

/** Every text cut to `longestText` units, never inside a surrogate pair. */
function shortened(value: unknown, cut: Map<string, number>): unknown {
  if (typeof value === 'string') {
    if (value.length <= longestText) return value;
    const head = value.slice(0, longestText).replace(/[\uD800-\uDBFF]$/, '');
    count(cut, 'characters', value.length - head.length);
    return head;
  }
  if (Array.isArray(value)) return value.map((item) => shortened(item, cut));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shortened(item, cut)]));
}

function withoutLists(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutLists(item)]));
}

function keepWhatFits(data: Record<string, unknown>, room: { left: number }, cut: Map<string, number>) {
  // Shortest first: a few reports must not be lost to thousands of warnings.
  const names = Object.keys(data).sort((a, b) => JSON.stringify(data[a]).length - JSON.stringify(data[b]).length);
  const kept: Record<string, unknown> = { ...data };
  for (const name of names) {
    const value = data[name];
    if (Array.isArray(value)) kept[name] = head(name, value, room, cut);
    else if (typeof value === 'object' && value !== null) {
      kept[name] = keepWhatFits(value as Record<string, unknown>, room, cut);
    }
  }
  return kept;
}

function head(name: string, list: readonly unknown[], room: { left: number }, cut: Map<string, number>): unknown[] {
  const kept: unknown[] = [];
  for (const item of list) {
    const size = JSON.stringify(item).length + 1;
    if (size > room.left) break;
    room.left -= size;
    kept.push(item);
  }
  if (kept.length < list.length) count(cut, name, list.length - kept.length);
  return kept;
}

function count(cut: Map<string, number>, name: string, amount: number): void {
  cut.set(name, (cut.get(name) ?? 0) + amount);
}
