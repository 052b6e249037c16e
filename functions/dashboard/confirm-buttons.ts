import { html } from './element.ts';
import type { View } from './view.ts';

interface Step {
  /** Of the submission or product. */
  readonly key: string;
  readonly action: 'untrack' | 'unwatch';
  readonly ask: string;
  /** What is not lost by it. */
  readonly note: string;
}

/** A button that asks once more, in its own place, before anything is given up. */
export function confirmButtons({ state }: View, { key, action, ask, note }: Step): HTMLElement {
  const isAsking = state.confirming === key;
  return html(
    'div',
    { class: 'confirm', 'data-key': `confirm ${key}` },
    isAsking
      ? [
          html('span', { class: 'quiet' }, note),
          button(action, key, `Yes, ${ask.toLowerCase()}`, 'danger'),
          button('keep', key, 'Keep', 'plain'),
        ]
      : button('confirm', key, ask, 'plain'),
  );
}

function button(action: string, value: string, text: string, style: string): HTMLElement {
  return html(
    'button',
    { type: 'button', class: style, 'data-action': action, 'data-value': value, 'data-key': `${action} ${value}` },
    text,
  );
}
