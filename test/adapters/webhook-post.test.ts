import { startWebhookSink, type WebhookSink } from '../../local/webhook-sink/webhook-sink.ts';
import { createNotifier } from '../../shared/adapters/webhooks/notifier.ts';
import { createPost } from '../../shared/adapters/webhooks/post.ts';
import { composeNotification } from '../../shared/domain/compose-notification.ts';
import type { PostResult } from '../../shared/ports/notifier.ts';
import { exampleEvent } from '../support/example-events.ts';
import { useHttpServers } from '../support/http-server.ts';
import { told } from '../support/webhook-answers.ts';

const now = () => new Date('2026-03-02T08:00:00.000Z');
const here = { allowedHosts: [], allowLoopback: true, timeoutSeconds: 20, now };
const notification = composeNotification([told(exampleEvent('submission.state-changed'))], undefined);
const startServer = useHttpServers();
let sink: WebhookSink;

beforeEach(async () => {
  sink = await startWebhookSink();
});
afterEach(() => sink.stop());

async function command(answer: unknown): Promise<void> {
  const response = await fetch(`${sink.url}/_local/answers`, { method: 'POST', body: JSON.stringify({ answer }) });
  expect(response.status).toBe(200);
}

function post(timeoutSeconds = 20): Promise<PostResult> {
  return createNotifier('teams', { ...here, url: sink.teamsUrl('teams'), timeoutSeconds }).post(notification);
}

it.each(['teams', 'slack'] as const)('posts what %s takes', async (sort) => {
  const url = sort === 'teams' ? sink.teamsUrl('a') : sink.slackUrl('a');
  expect(await createNotifier(sort, { ...here, url }).post(notification)).toEqual({ outcome: 'posted' });
  expect(sink.posts()).toMatchObject([{ to: `${sort}/a`, isShown: true }]);
});

it.each([
  [{ status: 200 }, { outcome: 'posted' }],
  [{ status: 202 }, { outcome: 'posted' }],
  [{ status: 400 }, { outcome: 'refused', what: 'content', reason: 'HTTP 400' }],
  [{ status: 413 }, { outcome: 'refused', what: 'content', reason: 'HTTP 413' }],
  [{ status: 401 }, { outcome: 'refused', what: 'channel', reason: 'HTTP 401' }],
  [{ status: 403 }, { outcome: 'refused', what: 'channel', reason: 'HTTP 403' }],
  [{ status: 404 }, { outcome: 'refused', what: 'channel', reason: 'HTTP 404' }],
  [{ status: 410 }, { outcome: 'refused', what: 'channel', reason: 'HTTP 410' }],
  [{ status: 302 }, { outcome: 'refused', what: 'channel', reason: 'HTTP 302' }],
  [{ status: 307 }, { outcome: 'refused', what: 'channel', reason: 'HTTP 307' }],
  [{ status: 408 }, { outcome: 'later', reason: 'HTTP 408' }],
  [{ status: 429 }, { outcome: 'later', reason: 'HTTP 429' }],
  [
    { status: 429, retryAfter: '7' },
    { outcome: 'later', reason: 'HTTP 429', retryAfterSeconds: 7 },
  ],
  [
    { status: 429, retryAfter: 'soon' },
    { outcome: 'later', reason: 'HTTP 429' },
  ],
  [
    { status: 503, retryAfter: 'Mon, 02 Mar 2026 08:02:00 GMT' },
    { outcome: 'later', reason: 'HTTP 503', retryAfterSeconds: 120 },
  ],
  [
    { status: 503, retryAfter: 'Mon, 02 Mar 2026 07:00:00 GMT' },
    { outcome: 'later', reason: 'HTTP 503', retryAfterSeconds: 0 },
  ],
  [{ status: 500 }, { outcome: 'later', reason: 'HTTP 500' }],
  ['drop', { outcome: 'later', reason: 'no connection (UND_ERR_SOCKET)' }],
])('on the answer %j says %j', async (answer, expected) => {
  await command(answer);
  expect(await post()).toEqual(expected);
  expect(sink.posts()).toHaveLength(1);
});

it.each([301, 302, 303, 307, 308])('is led by a %i neither to another host nor to another path', async (status) => {
  const other = await startServer((_, response) => response.end());
  for (const host of [other.url, '']) {
    const server = await startServer((_, response) =>
      response.writeHead(status, { location: `${host}/services/x` }).end(),
    );
    const refused = { outcome: 'refused', what: 'channel', reason: `HTTP ${status}` };
    expect(await createPost({ ...here, url: `${server.url}/hook` })('{}')).toEqual(refused);
    expect(server.requests.map(({ url }) => url)).toEqual(['/hook']);
  }
  expect(other.requests).toEqual([]);
});

it('does not wait for ever', async () => {
  await command('hang');
  expect(await post(0.2)).toEqual({ outcome: 'later', reason: 'no answer in time' });
});

it('does not wait for ever for the end of an answer either, which is of no matter', async () => {
  const server = await startServer((_, response) => {
    response.writeHead(202, { 'content-length': '100' });
    response.write('so far');
  });
  expect(await createPost({ ...here, url: server.url })('{}')).toEqual({ outcome: 'posted' });
});

it('says that nobody listens', async () => {
  await sink.stop();
  expect(await post()).toEqual({ outcome: 'later', reason: 'no connection (ECONNREFUSED)' });
});

it('posts to no host that is not allowed, whatever the settings let through', async () => {
  const refused = { outcome: 'refused', what: 'channel', reason: 'the host of the webhook is not allowed' };
  const given = { ...here, allowedHosts: ['hooks.slack.com'] };
  for (const url of [
    'https://evil.example/x',
    'http://hooks.slack.com/x',
    'https://hooks.slack.com.evil.example/x',
    'x',
  ]) {
    expect(await createPost({ ...given, url })('{}')).toEqual(refused);
  }
  expect(await createPost({ ...given, url: sink.slackUrl('x'), allowLoopback: false })('{}')).toEqual(refused);
  expect(sink.posts()).toEqual([]);
});

it('waits for a URL that is not there yet', async () => {
  const expected = { outcome: 'later', reason: 'the webhook URL is not there' };
  expect(await createPost({ ...here, url: undefined })('{}')).toEqual(expected);
});

it('says nothing of the URL in any result', async () => {
  const url = 'https://hooks.slack.com/services/T000/B000/not-a-real-secret';
  const results = [
    await createPost({ ...here, url })('{}'),
    // Nobody listens on the first port.
    await createPost({ ...here, url: 'http://127.0.0.1:1/services/not-a-real-secret' })('{}'),
    await createPost({ ...here, url: `${sink.url}/nothing/here?sig=not-a-real-secret` })('{}'),
  ];
  expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'later', 'refused']);
  expect(JSON.stringify(results)).not.toMatch(/secret|slack|services|127\.0/);
});
