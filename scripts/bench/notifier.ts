import { slackMessage } from '../../shared/adapters/webhooks/slack.ts';
import { teamsMessage } from '../../shared/adapters/webhooks/teams.ts';
import { readEvent } from '../../shared/contract/received-event.ts';
import { composeDigest } from '../../shared/domain/compose-digest.ts';
import { composeNotification } from '../../shared/domain/compose-notification.ts';
import { longestEvent } from '../../shared/domain/fit-event.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import type { Told } from '../../shared/domain/told-events.ts';
import { exampleEvents, exampleWith } from '../../test/support/example-events.ts';
import type { Figure } from './figure.ts';
import { compare } from './rounds.ts';

const rounds = 9;
const historyUrl = 'https://example.net/submissions/{key}';
const ofDigest = 50;

interface Rendering {
  readonly name: string;
  /** Bodies of the messages that come from the topic. */
  readonly bodies: readonly string[];
  readonly compose: (events: Told) => Notification;
  /** All in one message, or a message each. */
  readonly together: boolean;
  readonly times: number;
}

/** From the body of an event to the bytes for Teams and for Slack, against parsing the same body and writing the same bytes. */
export async function notifier(): Promise<readonly Figure[]> {
  const examples = [...exampleEvents().values()].map(({ event }) => JSON.stringify(event));
  const large = JSON.stringify(largestEvent());
  const single = (events: Told) => composeNotification(events, historyUrl);
  const digest = ([first, ...others]: Told) => composeDigest([[first], ...others.map((one): Told => [one])]);
  const burst = Array.from({ length: ofDigest }, (_, index) => examples[index % examples.length] ?? '');
  const renderings: readonly Rendering[] = [
    { name: 'the example of each type', bodies: examples, compose: single, together: false, times: 100 },
    { name: `an event of ${large.length} characters`, bodies: [large], compose: single, together: false, times: 50 },
    { name: `a digest of ${ofDigest}`, bodies: burst, compose: digest, together: true, times: 20 },
  ];
  const figures: Figure[] = [];
  for (const rendering of renderings) figures.push(await figureOf(rendering));
  return figures;
}

async function figureOf({ name, bodies, compose, together, times }: Rendering): Promise<Figure> {
  const render = () => {
    const events = bodies.map((body) => toldOf(JSON.parse(body)));
    const [first, ...others] = events;
    if (first === undefined) throw new Error('There is something to tell');
    const messages: Told[] = together ? [[first, ...others]] : events.map((event): Told => [event]);
    return messages.map(compose).flatMap((notification) => [teamsMessage(notification), slackMessage(notification)]);
  };
  const contents: unknown[] = render().map((text) => JSON.parse(text));
  let bytes = 0;
  const { cpu, floor } = await compare(
    rounds,
    async () => {
      for (let time = 0; time < times; time += 1) {
        for (const body of bodies) JSON.parse(body);
        for (const content of contents) bytes += JSON.stringify(content).length;
      }
    },
    async () => {
      for (let time = 0; time < times; time += 1) for (const text of render()) bytes += text.length;
    },
  );
  if (bytes === 0) throw new Error('Nothing was rendered');
  const micros = (floor.cpuMs / times / contents.length) * 1000;
  return {
    name: `notifier, ${name}, for Teams and Slack: CPU / parsing and writing`,
    value: cpu.median,
    unit: 'x',
    spread: cpu.spread,
    note: `${(micros * cpu.median).toFixed(0)} against ${micros.toFixed(0)} µs a message`,
  };
}

function toldOf(body: unknown) {
  const received = readEvent(body);
  if (received === undefined) throw new Error('Not an event');
  return { received, isReplay: false };
}

/** As long as an event may be: it has to be cut for both channels. */
function largestEvent(): object {
  const details = 'The driver package does not have a signature that this version of Windows accepts. '.repeat(4);
  const issue = (index: number) => ({ severity: 'error', code: `Code${index}`, details: `${index}: ${details}` });
  let count = 1;
  const withIssues = () =>
    exampleWith('submission.errors-raised', { issues: Array.from({ length: count }, (_, index) => issue(index)) })
      .event;
  while (JSON.stringify(withIssues()).length < longestEvent - details.length - 100) count += 1;
  return withIssues();
}
