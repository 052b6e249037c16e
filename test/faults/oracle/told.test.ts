import type { AnyEvent } from './arrivals.ts';
import { createNarrator } from './narrator.ts';
import { type ChannelRecord, checkTold, isToldByDefault, type ShownPost } from './told.ts';

const key = 'addon:9NSAMPLE0001:1152921505689400021';
const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const narrator = createNarrator(key);
const first = narrator.tracked(start, 'CommitStarted');
const second = narrator.moved(start + 60_000, 'PreProcessing');
const events: readonly AnyEvent[] = [first, second];

const post = (seconds: number, isAnswered = true): ShownPost => ({
  at: at(seconds),
  body: JSON.stringify({ url: first.data.portalUrl }),
  isAnswered,
});
const told = (event: AnyEvent, seconds: number): ChannelRecord => ({
  eventId: event.id,
  state: 'told',
  at: at(seconds),
});
const both = [told(first, 2), told(second, 62)];
const kinds = (...given: Parameters<typeof checkTold>) => checkTold(...given).violations.map(({ kind }) => kind);

it('finds nothing wrong where each event has its post before its record', () => {
  expect(checkTold('teams', events, both, [post(1), post(61)], [])).toEqual({
    violations: [],
    told: 2,
    messages: 2,
    repeats: 0,
  });
});

it('takes events that were recorded at one moment for one message', () => {
  expect(kinds('teams', events, [told(first, 62), told(second, 62)], [post(61)], [])).toEqual([]);
});

it.each([
  ['has no record', [told(first, 2)], [post(1)]],
  ['is pending', [told(first, 2), { ...told(second, 60), state: 'pending' }], [post(1)]],
  ['was given up', [told(first, 2), { ...told(second, 62), state: 'failed' }], [post(1)]],
  ['was recorded without a post', both, [post(1)]],
  ['was recorded before its post', both, [post(1), post(63)]],
  ['was told by the name of another', both, [post(1), { ...post(61), body: '{"url":"elsewhere"}' }]],
])('calls an event lost that %s', (_what, records, posts) => {
  expect(kinds('teams', events, records, posts, [])).toContain('lost');
});

it('calls a message double that was posted again with nothing to explain it', () => {
  expect(kinds('teams', events, both, [post(0), post(1), post(61)], [])).toEqual(['double']);
  const long = { from: start + 30_000, to: start + 31_000 };
  expect(kinds('teams', events, both, [post(0), post(1), post(61)], [long])).toEqual(['double']);
});

it('lets a message come again after a kill between post and record, and after an answer that was lost', () => {
  const kill = { from: start + 500, to: start + 600 };
  expect(checkTold('teams', events, both, [post(0), post(1), post(61)], [kill])).toMatchObject({
    violations: [],
    repeats: 1,
  });
  expect(kinds('teams', events, both, [post(0, false), post(1), post(61)], [])).toEqual([]);
});

it('calls a record unexplained of an event that does not pass the filter', () => {
  expect(kinds('teams', [first], both, [post(1), post(61)], [])).toEqual(['unexplained']);
});

it('knows what is told by default', () => {
  expect([first, second].map(isToldByDefault)).toEqual([false, false]);
  const end = { state: 'Published', outcome: 'succeeded', toOutcome: 'succeeded' } as const;
  expect(isToldByDefault(createNarrator(key).moved(start, 'Published', end))).toBe(true);
});
