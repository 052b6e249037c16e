import { TableClient } from '@azure/data-tables';
import { startWebhookSink } from '../../../local/webhook-sink/webhook-sink.ts';
import type { ChannelRecord, ShownPost } from '../oracle/told.ts';

export const channelNames = ['teams', 'slack'] as const;
export type ChannelName = (typeof channelNames)[number];

/** How the stand-ins for Teams and Slack answer instead of taking a message: a body of `POST /_local/answers`. */
export interface WebhookAnswer {
  readonly to: ChannelName;
  readonly answer: { readonly status: number; readonly retryAfter?: string } | 'hang' | 'drop';
  /** For good where absent. */
  readonly times?: number;
}

/** The two webhooks, and what the app has recorded of its channels. */
export interface WebhookChannels {
  readonly port: number;
  /** Settings of the app that has the channels; Slack gets every step. */
  settings(port: number): Readonly<Record<string, string>>;
  answers(answers: readonly WebhookAnswer[]): Promise<void>;
  /** What readers of the channel have seen, oldest first. */
  shown(channel: ChannelName): readonly ShownPost[];
  /** How often a post was answered so, in all. */
  answered(): ReadonlyMap<string, number>;
  records(channel: ChannelName): Promise<readonly ChannelRecord[]>;
  stop(): Promise<void>;
}

export async function startWebhookChannels(tablesConnectionString: string): Promise<WebhookChannels> {
  // The sink keeps the last ones only.
  const posts: { readonly channel: string; readonly status: number; readonly isShown: boolean; post: ShownPost }[] = [];
  const sink = await startWebhookSink({
    onPost: ({ sort, at, status, isShown, body }) =>
      posts.push({ channel: sort, status, isShown, post: { at, body, isAnswered: status !== 0 } }),
  });
  const table = TableClient.fromConnectionString(tablesConnectionString, 'submissionwatch', {
    allowInsecureConnection: true,
  });
  const port = Number(new URL(sink.url).port);

  async function control(method: string, body?: unknown): Promise<void> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${sink.url}/_local/answers`, init);
    if (!response.ok) throw new Error(`${method} answers: ${await response.text()}`);
  }

  return {
    port,
    settings: (tapPort) => ({
      TEAMS_WEBHOOK_URL: sink.teamsUrl('faults').replace(`:${port}/`, `:${tapPort}/`),
      SLACK_WEBHOOK_URL: sink.slackUrl('faults').replace(`:${port}/`, `:${tapPort}/`),
      NOTIFY_CHANNELS: JSON.stringify([
        { name: 'teams', sort: 'teams', webhookSetting: 'TEAMS_WEBHOOK_URL' },
        { name: 'slack', sort: 'slack', webhookSetting: 'SLACK_WEBHOOK_URL', events: 'all' },
      ]),
      NOTIFY_SCHEDULE: '15 * * * * *',
      NOTIFY_SETTLE_SECONDS: '1',
      // Passes are the other hosts'; this one tells.
      ...Object.fromEntries(
        ['poll-submissions', 'poll-slice', 'relay-outbox', 'watch-health'].map((name) => [
          `AzureWebJobs.${name}.Disabled`,
          'true',
        ]),
      ),
    }),
    async answers(answers) {
      await control('DELETE');
      for (const answer of answers) await control('POST', answer);
    },
    shown: (channel) => posts.filter((each) => each.channel === channel && each.isShown).map(({ post }) => post),
    answered() {
      const counts = new Map<string, number>();
      for (const { status, isShown } of posts) {
        const name = status === 0 ? (isShown ? 'lost answer' : 'hang') : `${status}`;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return counts;
    },
    async records(channel) {
      const filter = `PartitionKey eq 'channel-${channel}' and RowKey ge 'record|' and RowKey lt 'record}'`;
      const records: ChannelRecord[] = [];
      for await (const { eventId, state, at } of table.listEntities({ queryOptions: { filter } }))
        records.push({ eventId: String(eventId), state: String(state), at: String(at) });
      return records;
    },
    stop: () => sink.stop(),
  };
}
