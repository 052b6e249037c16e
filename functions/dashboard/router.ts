import { addressOf, type Place, readPlace } from './address.ts';
import type { PageStore } from './page-store.ts';

export type Router = ReturnType<typeof createRouter>;

/** Keeps place and address one. @param arrived is called at each new place. */
export function createRouter(store: PageStore, arrived: () => void) {
  function show(place: Place): void {
    const { notice } = store.state;
    store.set({ place, confirming: undefined, added: [], notice: notice?.isError ? undefined : notice });
    arrived();
  }

  function write(place: Place, how: 'pushState' | 'replaceState'): void {
    const query = addressOf(place);
    history[how](null, '', query === '?' ? location.pathname : query);
  }

  function go(place: Place): void {
    const isSameView = place.view === store.state.place.view;
    write(place, 'pushState');
    show(place);
    // Another filter of the same list: whoever chose it stays where they are.
    if (isSameView && place.view === 'list') return;
    scrollTo(0, 0);
    store.afterDraw(() => document.querySelector('h1')?.focus({ preventScroll: true }));
  }

  addEventListener('popstate', () => show(readPlace(location.search)));

  return {
    go,
    /** Follows a link of the page itself. @returns false where it leads elsewhere. */
    follow(link: HTMLAnchorElement): boolean {
      const url = new URL(link.href);
      const isHere = url.origin === location.origin && url.pathname === location.pathname;
      if (!isHere || url.hash !== '' || link.target !== '') return false;
      go(readPlace(url.search));
      return true;
    },
    /** While somebody types, each letter is not a step to go back to. */
    search(text: string): void {
      const { place } = store.state;
      if (place.view !== 'list' || place.filter.text === text) return;
      const next: Place = { view: 'list', filter: { ...place.filter, text } };
      write(next, 'replaceState');
      show(next);
    },
  };
}
