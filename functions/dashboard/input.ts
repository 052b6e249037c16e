import type { createActions } from './actions.ts';
import type { Router } from './router.ts';

const typingPauseMs = 250;

/** One listener for each sort of event on the root: what is drawn anew needs no listener of its own. */
export function listenTo(
  root: HTMLElement,
  router: Router,
  { buttons, forms }: ReturnType<typeof createActions>,
): void {
  let typing: ReturnType<typeof setTimeout> | undefined;

  root.addEventListener('click', (event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const button = target.closest<HTMLElement>('[data-action]');
    if (button !== null) {
      void buttons[button.dataset['action'] ?? '']?.(button.dataset['value'] ?? '');
      return;
    }
    const link = target.closest<HTMLAnchorElement>('a[href]');
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (link instanceof HTMLAnchorElement && isPlain && router.follow(link)) event.preventDefault();
  });

  root.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(typing);
    const form = event.target;
    if (form instanceof HTMLFormElement) void forms[form.dataset['form'] ?? '']?.(form);
  });

  root.addEventListener('input', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement && target.type === 'search')) return;
    clearTimeout(typing);
    typing = setTimeout(() => router.search(target.value), typingPauseMs);
  });
}
