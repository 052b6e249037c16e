import { answerPost } from '../../local/webhook-sink/answer-post.ts';
import { slackMessage } from '../../shared/adapters/webhooks/slack.ts';
import { teamsMessage } from '../../shared/adapters/webhooks/teams.ts';
import type { Notification } from '../../shared/domain/notification.ts';
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

/** What the channels say to a message. */
export const answers = (notification: Notification) => ({
  teams: answerPost('teams', 'teams', teamsMessage(notification), undefined),
  slack: answerPost('slack', 'slack', slackMessage(notification), undefined),
});
export const taken = { teams: { status: 202, body: '' }, slack: { status: 200, body: 'ok' } };
