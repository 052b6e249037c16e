import type { ChannelSort } from './channel-sort.ts';
import type { ShownMessage } from './shown-message.ts';

export interface Post {
  /** The channel: `SORT/NAME`. */
  readonly to: string;
  readonly sort: ChannelSort;
  /** ISO 8601. */
  readonly at: string;
  /** What was answered; 0 where the connection was dropped or left hanging. */
  readonly status: number;
  /** Whether a reader of the channel sees it. A post whose answer was lost is seen. */
  readonly isShown: boolean;
  readonly body: string;
  /** Absent where the body is no message of the channel's sort. */
  readonly shown?: ShownMessage;
}

/** Enough for a page and for any test. */
const mostPosts = 5_000;

/** The latest posts, oldest first. */
export function createPosts(onPost: (post: Post) => void) {
  let posts: Post[] = [];
  return {
    add(post: Post): void {
      posts = [...posts.slice(1 - mostPosts), post];
      onPost(post);
    },
    all: (): readonly Post[] => posts,
    clear(): void {
      posts = [];
    },
  };
}
