import type { PageState } from './page-state.ts';
import { patchChildren } from './patch.ts';

export type PageStore = ReturnType<typeof createPageStore>;

/** The state, and the page that is drawn anew, once, after however many changes were made in one go. */
export function createPageStore(initial: PageState, root: Element, draw: (state: PageState) => readonly Node[]) {
  let state = initial;
  let isDrawn = true;
  let whenDrawn: (() => void)[] = [];

  function redraw(): void {
    isDrawn = true;
    patchChildren(root, draw(state));
    for (const then of whenDrawn.splice(0)) then();
  }

  function changed(): void {
    if (!isDrawn) return;
    isDrawn = false;
    queueMicrotask(redraw);
  }

  return {
    get state(): PageState {
      return state;
    },
    set(change: Partial<PageState>): void {
      state = { ...state, ...change };
      changed();
    },
    changed,
    /** Runs it when what was changed can be seen. */
    afterDraw(then: () => void): void {
      whenDrawn = [...whenDrawn, then];
      changed();
    },
  };
}
