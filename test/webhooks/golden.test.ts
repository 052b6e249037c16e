import { messageText } from '../../local/webhook-sink/message-text.ts';
import { shownMessage } from '../../local/webhook-sink/shown-message.ts';
import { printJson } from '../../scripts/docs/print-json.ts';
import { renderers } from '../../shared/adapters/webhooks/notifier.ts';
import { composeDigest } from '../../shared/domain/compose-digest.ts';
import { composeMinimal, composeNotification } from '../../shared/domain/compose-notification.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import type { ChannelSort } from '../../shared/domain/post-pace.ts';
import { exampleEvent, exampleEvents, exampleWith } from '../support/example-events.ts';
import { expectGolden } from '../support/golden.ts';
import { failure, historyUrl, told } from '../support/webhook-answers.ts';

/** In every sort of channel: what is posted, and what a person sees of it. */
function expectGoldenMessages(name: string, notification: Notification): void {
  const texts = Object.entries(renderers).map(([sort, render]) => {
    const posted = JSON.parse(render(notification));
    expectGolden(`webhooks/${name}.${sort}.json`, printJson(posted));
    const shown = shownMessage(sort as ChannelSort, posted);
    return shown === undefined ? 'not a message' : messageText(sort, shown);
  });
  expectGolden(`webhooks/${name}.txt`, `${texts.join('\n\n')}\n`);
}

describe('each type of event, in each sort of channel, is as it was read and found good', () => {
  it.each([...exampleEvents()])('%s', (name, received) => {
    expectGoldenMessages(name, composeNotification([told(received)], historyUrl));
  });

  it('one that this version does not know', () => {
    const future = exampleWith(
      'submission.discovered',
      { reason: 'the reviewer asked for papers', nested: { is: 'ignored' } },
      { type: 'submissionwatch.submission.papers-asked.v3' },
    );
    expectGoldenMessages('unknown-type', composeNotification([told(future)], historyUrl));
  });

  it('a pass that brought a failure with its errors and its report', () => {
    const at = { time: '2026-03-02T14:00:00.000Z' };
    const key = 'addon:9NSAMPLE0ADN:1152921505689378154';
    const subject = { subject: key };
    const common = { key, name: 'Maps', productId: '9NSAMPLE0ADN', submissionId: '1152921505689378154', kind: 'addon' };
    const pass = [
      exampleWith('submission.errors-raised', common, { ...at, ...subject, sequence: '0000000004' }),
      exampleWith('submission.report-added', common, { ...at, ...subject, sequence: '0000000005' }),
      exampleWith('submission.state-changed', { ...common, ...failure }, { ...at, ...subject, sequence: '0000000003' }),
    ] as const;
    expectGoldenMessages(
      'failure-in-one-pass',
      composeNotification([told(pass[2]), told(pass[0]), told(pass[1])], historyUrl),
    );
  });

  it('what came together while the channel was away', () => {
    const events = [...exampleEvents().values()]
      .filter(({ event }) => event.subject === subjectWithHistory)
      .sort((a, b) => (a.event.sequence ?? '').localeCompare(b.event.sequence ?? ''))
      .map((each) => told(each));
    const [first, ...others] = events;
    if (first === undefined) throw new Error('No example of that submission');
    expectGoldenMessages('several-passes', composeNotification([first, ...others], historyUrl));
  });

  it('a burst of many submissions', () => {
    const groups = [...exampleEvents()]
      .filter(([name]) => name.startsWith('submission.'))
      .map(([, received]) => [told(received)] as const);
    const [first, ...others] = groups;
    if (first === undefined) throw new Error('No examples');
    expectGoldenMessages('digest', composeDigest([first, ...others]));
  });

  it('a replay, and the short form for a channel that refused the full one', () => {
    const received = exampleEvent('submission.errors-raised');
    expectGoldenMessages('replay', composeNotification([told(received, true)], historyUrl));
    expectGoldenMessages('minimal', composeMinimal(told(received), historyUrl));
  });
});

const subjectWithHistory = exampleEvent('submission.state-changed').event.subject;
