import { html } from './element.ts';
import { eventEntry } from './event-entry.ts';
import { emptyNote, skeleton } from './notices.ts';
import { historyQuery } from './queries.ts';
import { moreButton } from './submission-list.ts';
import type { View } from './view.ts';

/** Everything that happened to a submission, newest first, and the same to take along. */
export function historySection(key: string, view: View): HTMLElement {
  const query = historyQuery(key);
  const { value: page, isLoading } = view.answers.of(query);
  return html(
    'section',
    { 'aria-labelledby': 'history' },
    html(
      'div',
      { class: 'section-head' },
      html('h2', { id: 'history', tabindex: -1 }, 'History'),
      html(
        'span',
        { class: 'quiet' },
        'Save as',
        exportButton(key, 'csv', 'CSV'),
        exportButton(key, 'jsonl', 'JSON Lines'),
      ),
    ),
    page === undefined && isLoading ? skeleton(4) : undefined,
    page?.value.length === 0 ? emptyNote('It begins with the first read.') : undefined,
    page === undefined
      ? undefined
      : html('ol', { class: 'events' }, ...page.value.map((event) => eventEntry(event, view))),
    page?.nextLink === undefined ? undefined : moreButton(query, 'Older events', isLoading),
  );
}

function exportButton(key: string, format: string, text: string): HTMLElement {
  return html(
    'button',
    { type: 'button', class: 'plain', 'data-action': `export-${format}`, 'data-value': key },
    html('span', { class: 'unseen' }, 'History as '),
    text,
  );
}
