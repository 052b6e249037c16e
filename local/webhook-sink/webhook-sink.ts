import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answer, answerPost, type PostAnswer } from './answer-post.ts';
import { cardsCss, cardsPage } from './cards-page.ts';
import { createChannelRates } from './channel-rates.ts';
import { type ChannelSort, channelSorts } from './channel-sort.ts';
import { parsedJson } from './parsed-json.ts';
import { createPosts, type Post } from './posts.ts';
import { createScriptedAnswers } from './scripted-answers.ts';

export interface WebhookSink {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** The webhook URL of a channel of that name; as with the real ones, whoever has it may post. */
  teamsUrl(name: string): string;
  slackUrl(name: string): string;
  posts(): readonly Post[];
  /** Ends open connections too. */
  stop(): Promise<void>;
}

export interface WebhookSinkOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Whether too many posts are answered with 429, as the real channels do. */
  readonly hasRates?: boolean;
  readonly onPost?: (post: Post) => void;
}

const largestBody = 1_000_000;
const page = { 'content-security-policy': "default-src 'none'; style-src 'self'", 'cache-control': 'no-store' };

/** Stands in for Teams and Slack: takes what they take, refuses what they refuse, and shows what was posted. */
export async function startWebhookSink(options: WebhookSinkOptions = {}): Promise<WebhookSink> {
  const { port = 0, hasRates = false, onPost = () => undefined } = options;
  const posts = createPosts(onPost);
  const scripted = createScriptedAnswers();
  const rates = hasRates ? createChannelRates(Date.now) : undefined;

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const { pathname } = new URL(request.url ?? '/', url);
    const [, called, name = ''] = /^\/(\w+)\/([\w-]{1,60})$/.exec(pathname) ?? [];
    const sort = channelSorts.find((known) => known === called);
    if (sort !== undefined && request.method === 'POST') {
      takePost(sort, name, body, response);
      return;
    }
    const { status, headers, text } = control(request.method ?? 'GET', pathname, body);
    response.writeHead(status, headers).end(text);
  }

  function takePost(sort: ChannelSort, name: string, body: string, response: ServerResponse): void {
    const to = `${sort}/${name}`;
    const at = new Date().toISOString();
    const told = scripted.next(to);
    const usual = answerPost(sort, to, body, told === undefined ? rates : undefined);
    const shown = usual.shown === undefined ? {} : { shown: usual.shown };
    if (told === 'hang' || told === 'drop') {
      posts.add({ to, sort, at, status: 0, isShown: told === 'drop', body, ...shown });
      if (told === 'drop') response.destroy();
      return;
    }
    const given = told === undefined ? usual : scriptedAnswer(sort, told.status, told.retryAfter);
    posts.add({ to, sort, at, status: given.status, isShown: given.status < 300, body, ...shown });
    response.writeHead(given.status, given.headers).end(given.body);
  }

  function control(method: string, path: string, body: string) {
    switch (`${method} ${path}`) {
      case 'GET /':
      case 'GET /local/cards':
        return {
          status: 200,
          headers: { 'content-type': 'text/html; charset=utf-8', ...page },
          text: cardsPage(posts.all()),
        };
      case 'GET /local/cards.css':
        return { status: 200, headers: { 'content-type': 'text/css', ...page }, text: cardsCss };
      case 'GET /_local/posts':
        return json(200, posts.all());
      case 'DELETE /_local/posts':
        posts.clear();
        return json(200, []);
      case 'POST /_local/answers': {
        const problem = scripted.add(parsedJson(body));
        return problem === undefined ? json(200, scripted.all()) : json(400, { error: problem });
      }
      case 'DELETE /_local/answers':
        scripted.clear();
        return json(200, []);
      default:
        return { status: 404, headers: { 'content-type': 'text/plain' }, text: 'no_service' };
    }
  }

  return {
    url,
    teamsUrl: (name) => `${url}/teams/${name}?sig=not-a-real-signature`,
    slackUrl: (name) => `${url}/slack/${name}`,
    posts: posts.all,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function scriptedAnswer(sort: ChannelSort, status: number, retryAfter: string | undefined): PostAnswer {
  const given = answer(sort, status, status < 300 ? '' : `scripted ${status}`);
  // A redirect to where it must not be followed.
  const location = status >= 300 && status < 400 ? { location: '/teams/elsewhere' } : {};
  const wait = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return { ...given, headers: { ...given.headers, ...location, ...wait } };
}

function json(status: number, value: unknown) {
  return { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(value) };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= largestBody) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
