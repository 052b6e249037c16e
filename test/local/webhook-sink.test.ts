import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startWebhookSink, type WebhookSink, type WebhookSinkOptions } from '../../local/webhook-sink/webhook-sink.ts';

let sink: WebhookSink | undefined;
afterEach(async () => {
  await sink?.stop();
  sink = undefined;
});

async function start(options: WebhookSinkOptions = {}): Promise<WebhookSink> {
  sink = await startWebhookSink(options);
  return sink;
}

async function post(url: string, body: unknown) {
  const response = await fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') };
}

const textBlock = (text: string) => ({ type: 'TextBlock', text, wrap: true });
const card = (body: readonly object[], version = '1.4') => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: { type: 'AdaptiveCard', version, body },
    },
  ],
});
const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
const rich = (elements: readonly object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const blocks = (...list: readonly object[]) => ({ text: 'News', blocks: list });

describe('Teams', () => {
  it('takes a card, and answers 202 without a word', async () => {
    const { teamsUrl } = await start();
    expect(await post(teamsUrl('drivers'), card([textBlock('Hello')]))).toMatchObject({ status: 202, text: '' });
  });

  it.each([
    ['no JSON', 'hello'],
    ['no card', { type: 'message', text: 'Hello' }],
    ['a card of another version', card([textBlock('Hello')], '1.5')],
    ['an element that 1.4 does not have', card([{ type: 'Table', rows: [] }])],
    ['a property that 1.4 does not have', card([{ ...textBlock('Hello'), style: 'heading' }])],
    ['a colour that there is not', card([{ ...textBlock('Hello'), color: 'red' }])],
    [
      'an address that is none',
      card([
        {
          type: 'RichTextBlock',
          inlines: [{ type: 'TextRun', text: 'x', selectAction: { type: 'Action.OpenUrl', url: 'javascript:x' } }],
        },
      ]),
    ],
  ])('refuses %s with 400', async (_, body) => {
    const { teamsUrl, posts } = await start();
    expect((await post(teamsUrl('drivers'), body)).status).toBe(400);
    expect(posts()).toMatchObject([{ status: 400, isShown: false }]);
  });

  it('refuses more than 28 KB with 413, counted in bytes', async () => {
    const { teamsUrl } = await start();
    expect((await post(teamsUrl('a'), card([textBlock('x'.repeat(28_000))]))).status).toBe(202);
    expect((await post(teamsUrl('a'), card([textBlock('漢'.repeat(10_000))]))).status).toBe(413);
  });
});

describe('Slack', () => {
  it('takes blocks, and answers ok', async () => {
    const { slackUrl } = await start();
    expect(await post(slackUrl('a'), blocks(header('Hello')))).toMatchObject({ status: 200, text: 'ok' });
  });

  it.each([
    ['no JSON', 'hello', 'invalid_payload'],
    ['no blocks', { text: 'Hello', blocks: [] }, 'invalid_blocks'],
    ['no text for notifications', { blocks: [header('Hello')] }, 'invalid_blocks'],
    ['a header of 151 characters', blocks(header('x'.repeat(151))), 'invalid_blocks'],
    ['a header in mrkdwn', blocks({ type: 'header', text: { type: 'mrkdwn', text: 'x' } }), 'invalid_blocks'],
    [
      'a section of 3,001 characters',
      blocks({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } }),
      'invalid_blocks',
    ],
    ['51 blocks', blocks(...Array.from({ length: 51 }, () => ({ type: 'divider' }))), 'invalid_blocks'],
    [
      '11 elements of a context',
      blocks({ type: 'context', elements: Array.from({ length: 11 }, () => ({ type: 'mrkdwn', text: 'x' })) }),
      'invalid_blocks',
    ],
    ['an empty text', blocks(rich([{ type: 'text', text: '' }])), 'invalid_blocks'],
    [
      'a link of 3,001 characters',
      blocks(rich([{ type: 'link', url: `https://x.example/${'x'.repeat(2_990)}` }])),
      'invalid_blocks',
    ],
    [
      'too much in all',
      blocks(...Array.from({ length: 5 }, () => rich([{ type: 'text', text: 'x'.repeat(2_900) }]))),
      'msg_blocks_too_long',
    ],
    ['a property that it does not know', { ...blocks(header('Hello')), channel: '#general' }, 'invalid_blocks'],
  ])('refuses %s', async (_, body, problem) => {
    const { slackUrl } = await start();
    const answer = await post(slackUrl('a'), body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(problem);
  });
});

it('keeps the pace of the real ones where it is asked to', async () => {
  const { slackUrl, teamsUrl } = await start({ hasRates: true });
  const statuses: number[] = [];
  for (let count = 0; count < 12; count += 1) statuses.push((await post(slackUrl('a'), blocks(header('x')))).status);
  expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
  expect(statuses).toContain(429);
  for (let count = 0; count < 25; count += 1) await post(teamsUrl('a'), card([textBlock('x')]));
  const refused = await post(teamsUrl('a'), card([textBlock('x')]));
  expect(refused.status).toBe(429);
  expect(Number(refused.retryAfter)).toBeGreaterThan(250);
  expect((await post(teamsUrl('b'), card([textBlock('x')]))).status).toBe(202);
});

describe('on command', () => {
  const command = async (body: unknown, method = 'POST') =>
    (await fetch(`${sink?.url}/_local/answers`, { method, body: JSON.stringify(body) })).status;

  it('answers anything, for a channel, for so many posts', async () => {
    const { teamsUrl, slackUrl } = await start();
    expect(await command({ to: 'slack/a', answer: { status: 429, retryAfter: '3' }, times: 2 })).toBe(200);
    expect(await post(slackUrl('a'), blocks(header('x')))).toEqual({
      status: 429,
      text: 'scripted 429',
      retryAfter: '3',
    });
    expect((await post(slackUrl('b'), blocks(header('x')))).status).toBe(200);
    expect((await post(teamsUrl('a'), card([textBlock('x')]))).status).toBe(202);
    expect((await post(slackUrl('a'), blocks(header('x')))).status).toBe(429);
    expect((await post(slackUrl('a'), blocks(header('x')))).status).toBe(200);
    await command({ answer: { status: 500 } });
    expect((await post(teamsUrl('a'), card([textBlock('x')]))).status).toBe(500);
    await command({}, 'DELETE');
    expect((await post(teamsUrl('a'), card([textBlock('x')]))).status).toBe(202);
  });

  it('says nothing, or loses its answer after the post was made', async () => {
    const { slackUrl, posts } = await start();
    await command({ answer: 'drop', times: 1 });
    await expect(post(slackUrl('a'), blocks(header('x')))).rejects.toThrow('fetch failed');
    expect(posts()).toMatchObject([{ status: 0, isShown: true }]);
    await command({ answer: 'hang' });
    const signal = AbortSignal.timeout(300);
    await expect(fetch(slackUrl('a'), { method: 'POST', body: '{}', signal })).rejects.toThrow('timeout');
    expect(posts()).toMatchObject([{ isShown: true }, { status: 0, isShown: false }]);
  });

  it('refuses what is no command', async () => {
    await start();
    expect(await command({ answer: { status: 42 } })).toBe(400);
    expect(await command({ answers: 'hang' })).toBe(400);
  });
});

describe('the page', () => {
  it('shows messages as a person sees them, and nothing of theirs as markup', async () => {
    const { url, teamsUrl, slackUrl } = await start();
    const evil = '<script>alert(1)</script>';
    await post(
      teamsUrl('drivers'),
      card([{ type: 'Container', style: 'attention', items: [textBlock(`Failed ${evil}`)] }]),
    );
    await post(
      slackUrl('store'),
      blocks(header(`🟢 Finished "${evil}"`), {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: '<!channel> &lt;b&gt; <!date^1772460000^{date}|2 March>' }],
      }),
    );
    await post(slackUrl('store'), evil);
    const response = await fetch(`${url}/local/cards`);
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'self'");
    expect(html).not.toContain('<script');
    for (const shown of [
      'class="teams error"',
      'class="slack success"',
      'teams/drivers',
      'Failed &lt;script&gt;',
      '<span class="dot"></span> Finished',
      '2 March',
      '[control sequence: !channel] &lt;b&gt;',
      'refused (400)',
    ]) {
      expect(html).toContain(shown);
    }
    expect((await fetch(`${url}/local/cards.css`)).headers.get('content-type')).toBe('text/css');
    await fetch(`${url}/_local/posts`, { method: 'DELETE' });
    expect(await (await fetch(`${url}/_local/posts`)).json()).toEqual([]);
    expect(await (await fetch(`${url}/local/cards`)).text()).toContain('Nothing was posted yet');
  });
});

it('runs as a process, prints each message, and ends when it is told to', async () => {
  const child = fork('local/webhook-sink/main.ts', ['--port', '0'], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const [line] = await once(child.stdout ?? child, 'data');
  const { slack } = JSON.parse(String(line));
  const printed = once(child.stderr ?? child, 'data');
  await post(slack, blocks(header('🔴 Failed: Maps\u001b[31m')));
  expect(String(await printed)).toMatch(/┌ slack\/slack \(200\) {2}✖ 🔴 Failed: Maps \[31m/);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
});
