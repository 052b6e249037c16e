import { slackMessage } from '../../shared/adapters/webhooks/slack.ts';
import { teamsMessage } from '../../shared/adapters/webhooks/teams.ts';
import { readEvent } from '../../shared/contract/received-event.ts';
import { composeDigest } from '../../shared/domain/compose-digest.ts';
import { composeMinimal, composeNotification } from '../../shared/domain/compose-notification.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import type { ToldEvent } from '../../shared/domain/told-events.ts';
import { exampleEvents, exampleWith } from '../support/example-events.ts';
import { answers, historyUrl, taken, told } from '../support/webhook-answers.ts';

/** The longest that `fitEvent` lets through, and beyond it, in the characters that take most room. */
const largest = {
  '4-byte signs': '😀',
  'letters of three bytes': '漢',
  'characters that JSON escapes': '"',
  words: 'word ',
};

describe('the channels take', () => {
  it.each([...exampleEvents()])('%s', (_, received) => {
    expect(answers(composeNotification([told(received)], historyUrl))).toMatchObject(taken);
    expect(answers(composeMinimal(told(received), historyUrl))).toMatchObject(taken);
  });

  it.each(Object.entries(largest))('the largest events, of %s', (_, character) => {
    const long = character.repeat(1_000);
    const issues = Array.from({ length: 300 }, () => ({ severity: 'error', code: long, details: long }));
    const reports = Array.from({ length: 300 }, (_unused, index) => ({
      date: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
      url: `https://partner.microsoft.com/${encodeURIComponent('漢'.repeat(100))}${'x'.repeat(900)}${index}`,
    }));
    const artifacts = Array.from({ length: 300 }, () => long);
    const data = {
      issues,
      reports,
      artifacts,
      name: long,
      state: long,
      from: long,
      to: long,
      message: long,
      reason: long,
    };
    const names = [...exampleEvents().keys()];
    for (const name of names) {
      const notification = composeNotification([told(exampleWith(name, data))], historyUrl);
      expect([name, answers(notification)]).toMatchObject([name, taken]);
    }
    const many = names.map((name) => told(exampleWith(name, data)));
    const sameTime = many.map(({ received }) => told(exampleOfTime(received)));
    for (const [first, ...others] of [many, sameTime]) {
      if (first === undefined) throw new Error('No examples');
      expect(answers(composeNotification([first, ...others], historyUrl))).toMatchObject(taken);
    }
  });

  it('the largest digest', () => {
    const name = '漢'.repeat(1_000);
    const issue = { severity: 'error', code: name, details: name };
    const group = [
      told(exampleWith('submission.state-changed', { name, severity: 'error', from: name, to: name })),
      told(exampleWith('submission.errors-raised', { name, issues: Array.from({ length: 300 }, () => issue) })),
    ] as const;
    const digest = composeDigest([group, ...Array.from({ length: 19 }, () => group)]);
    expect(answers(digest)).toMatchObject(taken);
    expect(JSON.stringify(JSON.parse(teamsMessage(digest)))).toContain('20 submissions');
  });
});

function exampleOfTime({ event }: ToldEvent['received']): ToldEvent['received'] {
  const again = readEvent({ ...event, time: '2026-03-02T14:00:00.000Z' });
  if (again === undefined) throw new Error('Not an event');
  return again;
}

describe('what does not fit', () => {
  it('is left out and counted', () => {
    const issues = Array.from({ length: 20 }, (_, index) => ({
      severity: 'error',
      code: `E${index}`,
      details: 'Wrong.',
    }));
    const notification = composeNotification([told(exampleWith('submission.errors-raised', { issues }))], historyUrl);
    for (const text of [teamsMessage(notification), slackMessage(notification)]) {
      expect(text).toContain('Errors (20)');
      expect(text).toContain('E7: Wrong.');
      expect(text).not.toContain('E8: Wrong.');
      expect(text).toContain('and 12 more');
    }
  });

  it('counts what the event itself left out', () => {
    const received = exampleWith('submission.errors-raised', { omitted: { issues: 40, characters: 7 } });
    expect(slackMessage(composeNotification([told(received)], historyUrl))).toContain('Errors (41)');
  });

  it('goes line by line, the longest list first, and never the links', () => {
    const lines = (count: number, length: number) =>
      Array.from({ length: count }, () => ({ text: '漢'.repeat(length) }));
    const notification: Notification = {
      severity: 'error',
      word: 'Failed',
      title: 'Maps',
      facts: [],
      sections: [
        { heading: 'Errors', lines: lines(40, 400), more: 0 },
        { heading: 'Reports', lines: lines(2, 10), more: 3 },
      ],
      links: [{ text: 'Partner Center', url: 'https://partner.microsoft.com/' }],
      at: '2026-03-02T14:00:00.000Z',
      isReplay: false,
    };
    const message = teamsMessage(notification);
    expect(Buffer.byteLength(message)).toBeGreaterThan(25 * 1024);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(27 * 1024);
    expect(message).toContain('and 3 more');
    expect(message).toContain('Partner Center');
    expect(answers(notification)).toMatchObject(taken);
  });
});
