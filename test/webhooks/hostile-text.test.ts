import { slackMessage } from '../../shared/adapters/webhooks/slack.ts';
import { teamsMessage } from '../../shared/adapters/webhooks/teams.ts';
import { readEvent } from '../../shared/contract/received-event.ts';
import { composeNotification } from '../../shared/domain/compose-notification.ts';
import { exampleWith } from '../support/example-events.ts';
import { answers, failure, historyUrl, taken, told } from '../support/webhook-answers.ts';

describe('text from outside is text, whatever it says', () => {
  const hostile = {
    'a mention of everybody in Slack': '<!channel> <!here> <@U012AB3CD> <#C024BE7LR>',
    'a mention of everybody elsewhere': '@everyone @here <at>everyone</at>',
    'a link of mrkdwn': '<https://evil.example|Sign in>',
    'a link and an image of Markdown': '[Sign in](https://evil.example) ![x](https://evil.example/x.png)',
    'emphasis and headings': '# **bold** _it_ ~no~ `code` > quote',
    HTML: '<script>alert(1)</script><img src=x onerror=alert(1)><a href="https://evil.example">x</a>',
    'a function of cards': '{{DATE(2026-01-01T00:00:00Z, SHORT)}} $[name]',
    'emoji by name': ':tada: :warning:',
  };

  it.each(Object.entries(hostile))('%s', (_, text) => {
    const issue = { severity: 'error', code: text, details: text };
    const data = { ...failure, name: text, state: text, from: text, to: text, issues: [issue] };
    const notification = composeNotification(
      [told(exampleWith('submission.state-changed', data)), told(exampleWith('submission.errors-raised', data))],
      historyUrl,
    );
    expect(answers(notification)).toMatchObject(taken);
    const [teams, slack] = [JSON.parse(teamsMessage(notification)), JSON.parse(slackMessage(notification))];
    const inTeams = text.replaceAll('{{', '{ {');
    // Where the channel reads markup, none of it is there; where it reads text, all of it is.
    expect(textsOf(teams, isMarkupOfTeams).join('\n')).not.toContain(inTeams);
    expect(textsOf(teams, (holder) => holder['type'] === 'TextRun').join('\n')).toContain(inTeams);
    expect(textsOf(slack, (holder) => holder['type'] === 'mrkdwn').join('\n')).not.toContain(text);
    expect(textsOf(slack, (holder) => holder['type'] === 'text').join('\n')).toContain(text);
    expect(slack.text).not.toMatch(/[<>]/);
    expect(slack.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toContain(
      text.slice(0, 30),
    );
  });

  it('has no way into an address, and no address but http(s) becomes one', () => {
    const reports = [
      { url: 'https://user:secret@example.com/r?sig=secret&id=1' },
      { url: 'http://example.com/"><script>' },
    ];
    const received = exampleWith('submission.report-added', {
      reports,
      portalUrl: 'https://partner.microsoft.com/x y',
    });
    const notification = composeNotification([told(received)], historyUrl);
    const urls = [...teamsMessage(notification).matchAll(/"url":"([^"]*)"/g)].map(([, url]) => url);
    expect(urls.length).toBeGreaterThan(2);
    expect(urls.join()).not.toMatch(/secret|<|>|\s|javascript/);

    const script = readEvent({ ...received.event, type: 'x.y.z.v1', data: { portalUrl: 'javascript:alert(1)' } });
    if (script === undefined) throw new Error('Not an event');
    expect(composeNotification([told(script)], historyUrl).links).toEqual([]);
  });

  it('cannot turn the direction of writing, hide, stack or break lines', () => {
    const text =
      'exe.\u202egnp\u2066 a\u200bb\u00adc z\u0301\u0302\u0303\u0304\u0305\u0306\u0307 line\u2028one\ntwo \u{e0041}';
    const received = exampleWith('submission.warnings-raised', {
      name: text,
      issues: [{ severity: 'warning', code: text, details: text }],
    });
    const notification = composeNotification([told(received)], historyUrl);
    expect(notification.title).toBe('exe.gnp abc z\u0301\u0302\u0303\u0304 line one two');
    for (const message of [teamsMessage(notification), slackMessage(notification)]) {
      expect(message.replaceAll('\\n', '')).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\u2028]|\\u202/);
      expect(message).toContain('exe.gnp abc');
    }
  });

  it('is cut where a word never ends, and says so', () => {
    const received = exampleWith('submission.state-changed', { name: 'x'.repeat(5_000) });
    const { title } = composeNotification([told(received)], historyUrl);
    expect(title).toMatch(/^x{119}…$/);
  });
});

function isMarkupOfTeams(holder: Readonly<Record<string, unknown>>): boolean {
  return holder['type'] === 'TextBlock' || holder['type'] === 'AdaptiveCard' || holder['type'] === 'Action.OpenUrl';
}

/** The texts directly in the objects that are chosen. */
function textsOf(value: unknown, choose: (holder: Readonly<Record<string, unknown>>) => boolean): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, choose));
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Readonly<Record<string, unknown>>;
  const own = choose(holder) ? Object.values(holder).filter((inner) => typeof inner === 'string') : [];
  return [...own, ...Object.values(holder).flatMap((inner) => textsOf(inner, choose))];
}
