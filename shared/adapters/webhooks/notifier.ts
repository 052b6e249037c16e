import type { Notification } from '../../domain/notification.ts';
import type { ChannelSort } from '../../domain/post-pace.ts';
import type { Notifier } from '../../ports/notifier.ts';
import { createPost, type WebhookOptions } from './post.ts';
import { slackMessage } from './slack.ts';
import { teamsMessage } from './teams.ts';

/** What is posted: the body of a message of the channel's sort. */
export const renderers: Readonly<Record<ChannelSort, (notification: Notification) => string>> = {
  teams: teamsMessage,
  slack: slackMessage,
};

export function createNotifier(sort: ChannelSort, webhook: WebhookOptions): Notifier {
  const post = createPost(webhook);
  const render = renderers[sort];
  return { post: (notification) => post(render(notification)) };
}
