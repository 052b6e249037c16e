import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Answer, jsonAnswer, wireForm } from './answer.ts';
import { createApiAnswers } from './answer-request.ts';
import { createControl } from './control.ts';
import { createFaults } from './faults.ts';
import { createGateway } from './gateway.ts';
import { createHardwareApi } from './hardware-api.ts';
import { createMsiApi } from './msi-api.ts';
import { createNoise } from './noise.ts';
import { createPaging } from './paging.ts';
import { createRateLimit } from './rate-limit.ts';
import { readRequestBody } from './read-request-body.ts';
import { createRequestLog } from './request-log.ts';
import { createSas } from './sas.ts';
import { createScenarioRunner } from './scenario-runner.ts';
import type { ApiName, SimulatedApi } from './simulated-api.ts';
import { openStateFile } from './state-file.ts';
import { createStoreApi } from './store-api.ts';
import { createSubmissions } from './submissions.ts';
import { createTokenEndpoint } from './token-endpoint.ts';
import { createTokens } from './tokens.ts';

export interface SimulatedPartnerCenter {
  /** `http://127.0.0.1:port`, without a closing slash. Stands for all hosts and the token authority. */
  readonly url: string;
  /** Ends open connections too; resolves once the port is free. */
  stop(): Promise<void>;
}

export interface PartnerCenterOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Milliseconds; moves tokens, rate limit, SAS dates and scenarios that advance by themselves. */
  readonly now?: () => number;
  /** Life of an access token, 3600 by default. */
  readonly tokenSeconds?: number;
  /** Where submissions, products and the progress of scenarios are kept. Made when it is not there. Absent: nowhere. */
  readonly file?: string;
}

/**
 * Starts a Partner Center on loopback. Rejects with the system's error when the port cannot be taken, and with a
 * `StateFileError` when the file cannot be used.
 */
export async function startPartnerCenter(options: PartnerCenterOptions = {}): Promise<SimulatedPartnerCenter> {
  const { port = 0, now = Date.now, tokenSeconds = 3600, file } = options;
  let url = '';
  const { handle, save } = createHandler({ now, tokenSeconds, file, baseUrl: () => url });
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A client that hangs up in the middle of its request is not a failure of ours.
      if (!request.destroyed || request.complete) console.error(error);
      response.destroy();
    });
  });
  // Longer than clients keep idle connections, so that none is closed under a request that is on its way.
  server.keepAliveTimeout = 65_000;

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;

  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  try {
    // Only now that the port is ours: a second start on the same file and port must not touch the file of the first.
    save();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

interface Settings {
  readonly now: () => number;
  readonly tokenSeconds: number;
  readonly file: string | undefined;
  readonly baseUrl: () => string;
}

function createHandler({ now, tokenSeconds, file, baseUrl }: Settings) {
  const stateFile = openStateFile(file);
  const { initial, changed } = stateFile;
  const submissions = createSubmissions(now, initial, changed);
  const scenarios = createScenarioRunner(submissions, now, initial.runs, changed);
  const tokens = createTokens(now, tokenSeconds);
  const tokenEndpoint = createTokenEndpoint(tokens, now);
  const [paging, faults, noise, log] = [createPaging(), createFaults(), createNoise(), createRequestLog()];
  const rateLimit = createRateLimit(now);
  const world = { submissions, sas: createSas(now), paging, baseUrl };
  const apis: Readonly<Record<ApiName, SimulatedApi>> = {
    hardware: createHardwareApi(world),
    store: createStoreApi(world),
    msi: createMsiApi(world),
  };
  const gateway = createGateway({ apis: Object.values(apis), tokens, tokenEndpoint, rateLimit, noise });
  const answerApi = createApiAnswers({ gateway, faults, log, scenarios, now, save });
  const conditions = { faults, rateLimit, noise, paging, tokens, tokenEndpoint, log };
  const control = createControl(submissions, scenarios, conditions, baseUrl);

  function save(): void {
    stateFile.save(() => ({
      products: submissions.allProducts(),
      submissions: submissions.all(),
      runs: scenarios.all(),
    }));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url?.startsWith('/') ? `${baseUrl()}${request.url}` : baseUrl());
    const body = await readRequestBody(request);
    scenarios.advanceDue();
    if (body === undefined) {
      sendControl(response, jsonAnswer(413, { error: 'The body is longer than 32 MB' }));
    } else if (control.handles(url.pathname)) {
      sendControl(response, control.answer(request.method ?? 'GET', url.pathname, body));
    } else {
      await answerApi(request, response, url, body);
    }
  }

  function sendControl(response: ServerResponse, answer: Answer): void {
    save();
    const { headers, bytes } = wireForm(answer);
    response.writeHead(answer.status, headers);
    response.end(bytes);
  }

  return { handle, save };
}
