import type { Notification } from '../domain/notification.ts';

/** What became of a post. `refused`: the same post would be refused again; of its `content`, or whatever the channel is sent. */
export type PostResult =
  | { readonly outcome: 'posted' }
  | { readonly outcome: 'refused'; readonly what: 'content' | 'channel'; readonly reason: string }
  | { readonly outcome: 'later'; readonly reason: string; readonly retryAfterSeconds?: number };

/** A channel of Teams or Slack. Never throws; a reason holds nothing of the webhook's URL. */
export interface Notifier {
  post(notification: Notification): Promise<PostResult>;
}
