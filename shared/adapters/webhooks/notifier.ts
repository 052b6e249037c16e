import type { Notifier } from '../../ports/notifier.ts';
import { createPost, type WebhookOptions } from './post.ts';
import { slackMessage } from './slack.ts';
import { teamsMessage } from './teams.ts';

const renderers = { teams: teamsMessage, slack: slackMessage };

export function createNotifier(sort: keyof typeof renderers, webhook: WebhookOptions): Notifier {
  const post = createPost(webhook);
  const render = renderers[sort];
  return { post: (notification) => post(render(notification)) };
}
