import { readFileSync } from 'node:fs';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import type { Event } from '../../shared/contract/event.ts';
import { parseSubmissionKey } from '../../shared/domain/submission-key.ts';
import { stopHosts } from '../local/functions-host-process.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';
import { asOperator, type Operator } from '../support/operator.ts';
import { shell } from '../support/shell.ts';

/** "Replay" of docs/operate.md, with its own command; and an outbox that has filled up. */
const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';
const [, command = ''] =
  /\n## Replay\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(readFileSync('docs/operate.md', 'utf8')) ?? [];
const ofItsRange = Date.parse('2026-11-20T08:00:00.000Z');
const count = 1_001;

let laptop: Laptop;
let operator: Operator;

beforeEach(async () => {
  laptop = await startLaptop();
  operator = asOperator(laptop);
  await operator.startHost();
  await seedHistory();
  await operator.idsReceived();
});
afterEach(() => laptop.stop());
afterAll(stopHosts);

/** As a pass would have written it, second for second, in place of a thousand passes. */
async function seedHistory(): Promise<void> {
  await operator.track(addon);
  await laptop.pass();
  const { body } = await laptop.api('GET', `submissions/${addon}/history`);
  const [first] = (body as { value: [Event] }).value;
  const { store } = createTableAdapters(operator.table(), () => new Date());
  const key = parseSubmissionKey(addon);
  if (key === undefined) throw new Error('It is a key');
  for (let sequence = 1; sequence < count + 1; ) {
    const stored = await store.load(key);
    if (stored === undefined) throw new Error('It is tracked');
    const events = Array.from({ length: Math.min(30, count + 1 - sequence) }, (): Event => {
      sequence += 1;
      const time = new Date(ofItsRange + sequence * 1000).toISOString();
      return { ...first, id: `${addon}/${sequence}`, sequence: String(sequence).padStart(10, '0'), time };
    });
    const recorded = events.map((event) => ({ whole: event, published: event }));
    expect(await store.commit({ ...stored.submission, sequence }, stored.version, recorded)).toBe('committed');
  }
}

const inOrder = Array.from({ length: count }, (_, index) => `${addon}/${index + 2}`);

it('publishes a day again in parts of 1,000, each event once, with its id and marked as a replay', async () => {
  const { url, keys } = laptop.host().line;
  const environment = { api: `${url}/api`, key: keys.default };

  const answer = JSON.parse(await shell(command, environment));
  expect(answer).toMatchObject({ published: 1_000, cut: true });
  const rest = await shell(command.replace('2026-11-20T00:00:00Z', answer.next), environment);
  expect(JSON.parse(rest)).toMatchObject({ published: 1, cut: false });

  const messages = await laptop.receive();
  expect(messages.map(({ body }) => body.id)).toEqual(inOrder);
  expect(messages.every(({ applicationProperties }) => applicationProperties?.['replay'] === true)).toBe(true);
});

it('outbox-stuck: while the broker is away events fill the outbox; once it is back they come in order', async () => {
  await laptop.stopBroker();
  await laptop.run('relay-outbox');
  await laptop.later(11);
  await laptop.run('poll-submissions');
  expect(await operator.reasons()).toEqual(['outbox-stuck']);

  await laptop.startBroker();
  await laptop.run('relay-outbox');
  expect(await operator.idsReceived()).toEqual(inOrder);
  expect(await operator.reasons()).toEqual([]);
});
