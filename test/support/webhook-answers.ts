import { answerPost } from '../../local/webhook-sink/answer-post.ts';
import { renderers } from '../../shared/adapters/webhooks/notifier.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import type { ChannelSort } from '../../shared/domain/post-pace.ts';
import type { ToldEvent } from '../../shared/domain/told-events.ts';

export const historyUrl = 'https://watch.example/api/dashboard?submission={key}';

export const told = (received: ToldEvent['received'], isReplay = false): ToldEvent => ({ received, isReplay });

/** Data of a certification that failed. */
export const failure = {
  from: 'Certification',
  to: 'CertificationFailed',
  fromOutcome: 'inProgress',
  toOutcome: 'failed',
  direction: 'forward',
  secondsInPreviousState: 8_040,
  state: 'CertificationFailed',
  outcome: 'failed',
  severity: 'error',
  resolvedIssues: [],
};

const sorts = Object.keys(renderers) as ChannelSort[];

/** What the channels say to a message. */
export const answers = (notification: Notification) =>
  Object.fromEntries(sorts.map((sort) => [sort, answerPost(sort, sort, renderers[sort](notification), undefined)]));
export const taken: Readonly<Record<ChannelSort, object>> = {
  teams: { status: 202, body: '' },
  slack: { status: 200, body: 'ok' },
};
