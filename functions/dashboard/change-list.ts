import { subjectOf, submissionText } from '../../shared/domain/event-subject.ts';
import { briefOf } from '../../shared/domain/event-words.ts';
import { addressOf } from './address.ts';
import type { WatchEvent } from './answers.ts';
import { html } from './element.ts';
import { received } from './event-text.ts';
import { timeAgo } from './marks.ts';
import { emptyNote, skeleton } from './notices.ts';
import { changesQuery } from './queries.ts';
import { moreButton } from './submission-list.ts';
import type { ProductNames } from './submission-name.ts';
import { submissionName } from './submission-name.ts';
import type { View } from './view.ts';

/** What changed last, over everything. */
export function changeList(view: View): HTMLElement {
  const { value: page, isLoading, failure } = view.answers.of(changesQuery);
  return html(
    'section',
    { class: 'changes', 'aria-labelledby': 'changes' },
    html('h2', { id: 'changes' }, 'Recent changes'),
    page === undefined && isLoading ? skeleton(5) : undefined,
    page === undefined && failure !== undefined ? emptyNote('They cannot be shown for now.') : undefined,
    page?.value.length === 0 ? emptyNote('Nothing has changed yet.') : undefined,
    page === undefined
      ? undefined
      : html('ol', { class: 'feed' }, ...page.value.map((event) => changeEntry(event, view))),
    page?.nextLink === undefined ? undefined : moreButton(changesQuery, 'Older changes', isLoading),
  );
}

function changeEntry(event: WatchEvent, { products, now }: View): HTMLElement {
  const said = received(event);
  const { key, severity } = subjectOf(said);
  const name = nameOf(event, products);
  return html(
    'li',
    { class: `change ${severity}`, 'data-key': event.id },
    html('p', { class: 'change-what' }, briefOf(said)),
    html(
      'p',
      { class: 'quiet' },
      key === undefined || key === 'watcher' ? name : html('a', { href: addressOf({ view: 'submission', key }) }, name),
      ' · ',
      timeAgo(event.time, now),
    ),
  );
}

/** The name of what an event is about. */
export function nameOf(event: WatchEvent, products: ProductNames): string {
  const { data } = event;
  if (data.key === 'watcher') return 'Submission Watch';
  if ('productKey' in data) return submissionName(data, products);
  return submissionText(subjectOf(received(event))) ?? event.subject;
}
