import { html } from './element.ts';
import { clockText } from './time-text.ts';
import type { View } from './view.ts';

/** What was just done, with a way back where there is one. */
export function doneNotice({ state: { notice } }: View): HTMLElement | undefined {
  if (notice === undefined) return undefined;
  return html(
    'div',
    { class: notice.isError ? 'notice bad' : 'notice good', role: notice.isError ? 'alert' : 'status' },
    html('p', {}, notice.text),
    notice.undo === undefined
      ? undefined
      : html('button', { type: 'button', 'data-action': 'undo', 'data-value': notice.undo }, 'Undo'),
    html('button', { type: 'button', class: 'plain', 'data-action': 'dismiss' }, 'Dismiss'),
  );
}

/** Said above what was known before: old news is better than none, when it says that it is old. */
export function outageNotice({ state: { outage, answeredAt }, now }: View): HTMLElement | undefined {
  if (outage === undefined) return undefined;
  const seconds = Math.max(1, Math.ceil((outage.nextTryAt - now.getTime()) / 1000));
  const shown = answeredAt === undefined ? '' : ` What is shown is of ${clockText(answeredAt)}.`;
  return html(
    'div',
    { class: 'notice bad', role: 'alert' },
    html('p', {}, html('strong', {}, outage.message), `.${shown} Next try in ${seconds} s.`),
    html('button', { type: 'button', 'data-action': 'retry' }, 'Try now'),
  );
}

/** In the place of what is being fetched for the first time. */
export function skeleton(lines: number): HTMLElement {
  return html(
    'div',
    { class: 'skeleton', role: 'status' },
    html('span', { class: 'unseen' }, 'Loading'),
    Array.from({ length: lines }, () => html('div', { class: 'skeleton-line', 'aria-hidden': 'true' })),
  );
}

export function emptyNote(text: string): HTMLElement {
  return html('p', { class: 'empty' }, text);
}
