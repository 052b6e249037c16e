import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, wireForm } from './answer.ts';
import { spoiltAnswer, statusAnswer, withTrailingComma } from './fault-answers.ts';
import type { Fault, Faults } from './faults.ts';
import type { Call, Gateway } from './gateway.ts';
import type { RequestLog } from './request-log.ts';
import type { ScenarioRunner } from './scenario-runner.ts';

interface Parts {
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly scenarios: ScenarioRunner;
  readonly now: () => number;
  /** Called right before something is answered. */
  readonly save: () => void;
}

/** Answers a request to an API or the token endpoint, with the fault that is set for it. */
export function createApiAnswers({ gateway, faults, log, scenarios, now, save }: Parts) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL, body: string): Promise<void> => {
    const method = request.method ?? 'GET';
    const call = gateway.identify(method, url);
    const fault = call.api === null ? undefined : faults.take({ key: call.key, api: call.api });
    const gone = new AbortController();
    response.once('close', () => gone.abort());

    const note = (status: number | null) =>
      log.add({
        at: now(),
        method,
        path: url.pathname + url.search,
        api: call.api,
        key: call.key ?? null,
        status,
        fault: nameOf(fault),
      });

    if (fault === 'reset') {
      note(null);
      request.socket.resetAndDestroy();
      return;
    }
    if (fault === 'hang') {
      note(null);
      await faults.untilCleared(gone.signal);
    }
    if (isDelay(fault)) await delay(fault.delayMilliseconds, undefined, { ref: false });
    if (gone.signal.aborted) return;

    // After the wait, so that it says what is true now.
    const answer = faultyAnswer(call, fault, now()) ?? call.answer({ headers: request.headers, body });
    const isIntact = fault === undefined || isDelay(fault) || fault === 'hang';
    if (isIntact && answer.status === 200 && call.route) scenarios.noteRead(call.route.key, call.route.shows);
    save();
    note(answer.status);
    send(request, response, answer, call, fault);
  };
}

function faultyAnswer(call: Call, fault: Fault | undefined, now: number): Answer | undefined {
  if (fault === 'html' || fault === 'garbage' || fault === 'empty') return spoiltAnswer(fault);
  if (typeof fault !== 'object' || isDelay(fault) || call.api === null) return undefined;
  return statusAnswer(call.api, fault, now);
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  call: Call,
  fault: Fault | undefined,
): void {
  const { headers, bytes } = wireForm(answer);
  const all = { ...correlation(request, call.api), ...headers };
  if (fault === 'cut') {
    // Announces the whole and sends half. Flushed before the socket goes, so that the client sees a body begin.
    response.writeHead(answer.status, all);
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
    return;
  }
  const text = fault === 'trailing-comma' ? Buffer.from(withTrailingComma(bytes.toString())) : bytes;
  response.writeHead(answer.status, { ...all, 'Content-Length': String(text.length) });
  response.end(text);
}

function correlation(request: IncomingMessage, api: Call['api']): Record<string, string> {
  if (api === 'token') return { 'x-ms-request-id': randomUUID() };
  const name = api === 'msi' ? 'X-Correlation-ID' : 'MS-CorrelationId';
  const given = request.headers[name.toLowerCase()];
  return { [name]: typeof given === 'string' ? given : randomUUID() };
}

function isDelay(fault: Fault | undefined): fault is { delayMilliseconds: number } {
  return typeof fault === 'object' && 'delayMilliseconds' in fault;
}

function nameOf(fault: Fault | undefined): string | null {
  if (fault === undefined || typeof fault === 'string') return fault ?? null;
  return 'status' in fault ? `status ${fault.status}` : `delay ${fault.delayMilliseconds}`;
}
