const entry = 'submission-watch-key';

/** The function key: kept for this tab only, and never left in the address bar, in history or in a referrer. */
export const accessKey = {
  /** Takes `?code=` or `#code=` out of the address. */
  takeFromAddress(): void {
    const url = new URL(location.href);
    const fragment = new URLSearchParams(url.hash.slice(1));
    const given = url.searchParams.get('code') ?? fragment.get('code');
    if (given === null) return;
    url.searchParams.delete('code');
    if (fragment.has('code')) url.hash = '';
    history.replaceState(history.state, '', url);
    if (given !== '') accessKey.keep(given);
  },
  /** undefined where none was given: behind a sign-in the API may need none. */
  current(): string | undefined {
    return sessionStorage.getItem(entry) ?? undefined;
  },
  keep(key: string): void {
    sessionStorage.setItem(entry, key);
  },
  forget(): void {
    sessionStorage.removeItem(entry);
  },
};
