import type { Post } from '../../local/webhook-sink/posts.ts';
import { startWebhookSink } from '../../local/webhook-sink/webhook-sink.ts';

export type WatchedSink = Awaited<ReturnType<typeof startWatchedSink>>;

/** Teams and Slack, as the reader of a channel sees them, and a test that waits for a post. */
export async function startWatchedSink() {
  const listeners: ((post: Post) => void)[] = [];
  const sink = await startWebhookSink({
    onPost(post) {
      for (const listener of listeners) listener(post);
    },
  });

  /** What a reader of the channel sees. */
  const shown = (channel: string) => sink.posts().filter((post) => post.to === channel && post.isShown);

  /** Resolves with the first post, made already or yet to come, that fits. */
  function posted(fits: (post: Post) => boolean): Promise<Post> {
    return new Promise((resolve) => {
      const found = sink.posts().find(fits);
      if (found !== undefined) resolve(found);
      else listeners.push((post) => fits(post) && resolve(post));
    });
  }

  return {
    ...sink,
    shown,
    posted,
    titles: (channel: string) => shown(channel).map((post) => post.shown?.lines[0]?.runs[0]?.text),
    taken: (channel: string, count = 1) => posted((post) => post.to === channel && shown(channel).length >= count),
    onPost(listener: (post: Post) => void): void {
      listeners.push(listener);
    },
    /** What channels answer from now on; undefined: as usual. */
    async answer(body: object | undefined): Promise<void> {
      const init = body === undefined ? { method: 'DELETE' } : { method: 'POST', body: JSON.stringify(body) };
      expect((await fetch(`${sink.url}/_local/answers`, init)).status).toBe(200);
    },
  };
}
