import type { createChannelRates } from './channel-rates.ts';
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

/** What the real service says to a message: taken, too large, not valid, too fast. */
export function answerPost(
  sort: 'teams' | 'slack',
  to: string,
  body: string,
  rates: ReturnType<typeof createChannelRates> | undefined,
): PostAnswer {
  const message = parsedJson(body);
  const shown = message === undefined ? undefined : shownMessage(sort, message);
  const seen = shown === undefined ? {} : { shown };
  const problem = sort === 'teams' ? teamsProblem(body, message) : slackProblem(message);
  if (problem !== undefined) return { ...answer(sort, problem.status, problem.text), ...seen };
  const seconds = rates?.take(sort, to);
  if (seconds !== undefined) {
    const refused = answer(sort, 429, 'rate_limited');
    return { ...refused, headers: { ...refused.headers, 'retry-after': String(seconds) }, ...seen };
  }
  return { ...(sort === 'teams' ? answer(sort, 202, '') : answer(sort, 200, 'ok')), ...seen };
}

/** Slack answers in plain text, Teams in JSON or not at all. */
export function answer(sort: 'teams' | 'slack', status: number, text: string): PostAnswer {
  if (sort === 'slack') return { status, headers: { 'content-type': 'text/plain' }, body: text };
  const body = text === '' ? '' : JSON.stringify({ error: { code: status, message: text } });
  return { status, headers: { 'content-type': 'application/json' }, body };
}

function teamsProblem(body: string, message: unknown): { status: number; text: string } | undefined {
  if (Buffer.byteLength(body) > largestMessage) return { status: 413, text: 'request entity too large' };
  const result = teamsMessage.safeParse(message);
  return result.success ? undefined : { status: 400, text: whatIsWrong(result.error.issues) };
}

function slackProblem(message: unknown): { status: number; text: string } | undefined {
  if (message === undefined) return { status: 400, text: 'invalid_payload' };
  const result = slackMessage.safeParse(message);
  return result.success ? undefined : { status: 400, text: `invalid_blocks: ${whatIsWrong(result.error.issues)}` };
}

function whatIsWrong(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  return issues.map(({ path, message }) => `${path.map(String).join('.')} ${message}`).join('; ');
}
