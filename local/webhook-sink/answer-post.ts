import type { createChannelRates } from './channel-rates.ts';
import type { ChannelSort } from './channel-sort.ts';
import { parsedJson } from './parsed-json.ts';
import { type ShownMessage, shownMessage } from './shown-message.ts';
import { slackMessage } from './slack-message.ts';
import { largestMessage, teamsMessage } from './teams-message.ts';

export interface PostAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly shown?: ShownMessage;
}

interface Said {
  readonly status: number;
  readonly text: string;
}

interface Service {
  problemOf(body: string, message: unknown): Said | undefined;
  readonly taken: Said;
  answer(status: number, text: string): PostAnswer;
}

const services: Readonly<Record<ChannelSort, Service>> = {
  teams: {
    problemOf: teamsProblem,
    taken: { status: 202, text: '' },
    answer: (status, text) => ({
      status,
      headers: { 'content-type': 'application/json' },
      body: text === '' ? '' : JSON.stringify({ error: { code: status, message: text } }),
    }),
  },
  slack: {
    problemOf: (_body, message) => slackProblem(message),
    taken: { status: 200, text: 'ok' },
    answer: (status, text) => ({ status, headers: { 'content-type': 'text/plain' }, body: text }),
  },
};

/** What the real service says to a message: taken, too large, not valid, too fast. */
export function answerPost(
  sort: ChannelSort,
  to: string,
  body: string,
  rates: ReturnType<typeof createChannelRates> | undefined,
): PostAnswer {
  const message = parsedJson(body);
  const shown = message === undefined ? undefined : shownMessage(sort, message);
  const seen = shown === undefined ? {} : { shown };
  const { problemOf, taken } = services[sort];
  const problem = problemOf(body, message);
  if (problem !== undefined) return { ...answer(sort, problem.status, problem.text), ...seen };
  const seconds = rates?.take(sort, to);
  if (seconds !== undefined) {
    const refused = answer(sort, 429, 'rate_limited');
    return { ...refused, headers: { ...refused.headers, 'retry-after': String(seconds) }, ...seen };
  }
  return { ...answer(sort, taken.status, taken.text), ...seen };
}

/** As the service words it: Slack in plain text, Teams in JSON or not at all. */
export function answer(sort: ChannelSort, status: number, text: string): PostAnswer {
  return services[sort].answer(status, text);
}

function teamsProblem(body: string, message: unknown): Said | undefined {
  if (Buffer.byteLength(body) > largestMessage) return { status: 413, text: 'request entity too large' };
  const result = teamsMessage.safeParse(message);
  return result.success ? undefined : { status: 400, text: whatIsWrong(result.error.issues) };
}

function slackProblem(message: unknown): Said | undefined {
  if (message === undefined) return { status: 400, text: 'invalid_payload' };
  const result = slackMessage.safeParse(message);
  return result.success ? undefined : { status: 400, text: `invalid_blocks: ${whatIsWrong(result.error.issues)}` };
}

function whatIsWrong(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  return issues.map(({ path, message }) => `${path.map(String).join('.')} ${message}`).join('; ');
}
