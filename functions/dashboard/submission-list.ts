import { addressOf, type Filter, noFilter } from './address.ts';
import type { SubmissionView } from './answers.ts';
import type { Page } from './api-client.ts';
import { html } from './element.ts';
import { emptyNote, skeleton } from './notices.ts';
import {
  closedSections,
  latestQuery,
  openSections,
  type Query,
  type Section,
  sectionQuery,
  sections,
  submissionsQuery,
} from './queries.ts';
import { submissionRow } from './submission-row.ts';
import type { View } from './view.ts';

/** Without a filter: what wants a person comes first, then what moves, then what is over. Empty sections are not shown. */
export function submissionSections(view: View): readonly HTMLElement[] {
  const answers = sections.map((section) => view.answers.of(sectionQuery(section)));
  if (answers.every(({ value }) => value === undefined)) {
    return answers.some(({ isLoading }) => isLoading) ? [skeleton(6)] : [];
  }
  const draw = (section: Section) => sectionOf(section, view.answers.of(sectionQuery(section)).value, view);
  return [...openSections.flatMap(draw), ...notReadYet(view), ...closedSections.flatMap(draw)];
}

/** Whether it is certain that nothing is tracked. */
export function hasNothing({ answers }: View): boolean {
  const page = answers.of(latestQuery).value;
  return page !== undefined && page.value.length === 0 && page.nextLink === undefined;
}

function notReadYet(view: View): readonly HTMLElement[] {
  const latest = view.answers.of(latestQuery).value?.value ?? [];
  const value = latest.filter(({ state }) => state === undefined);
  return sectionOf({ title: 'Not read yet', outcomes: [] }, { value }, view);
}

function sectionOf(
  { title, outcomes }: Pick<Section, 'title' | 'outcomes'>,
  page: Page<SubmissionView> | undefined,
  view: View,
): readonly HTMLElement[] {
  if (page === undefined || page.value.length === 0) return [];
  const id = `section-${outcomes[0] ?? 'new'}`;
  return [
    html(
      'section',
      { 'aria-labelledby': id, 'data-key': id },
      html(
        'div',
        { class: 'section-head' },
        html('h2', { id }, title),
        html('span', { class: 'quiet' }, `${page.value.length}${page.nextLink === undefined ? '' : ' or more'}`),
      ),
      rows(page, view),
      page.nextLink === undefined
        ? undefined
        : html(
            'a',
            { class: 'more', href: addressOf({ view: 'list', filter: { ...noFilter, outcomes } }) },
            `All ${lower(title)}`,
          ),
    ),
  ];
}

/** With a filter: one list, last changed first, as many pages as were asked for. */
export function filteredList(filter: Filter, view: View): HTMLElement {
  const query = submissionsQuery(filter);
  const { value: page, isLoading, failure } = view.answers.of(query);
  return html(
    'section',
    { 'aria-labelledby': 'found', 'data-key': 'found' },
    html('div', { class: 'section-head' }, html('h2', { id: 'found' }, 'Found'), foundCount(page)),
    page === undefined && isLoading ? skeleton(6) : undefined,
    page === undefined && failure !== undefined ? emptyNote(failure.message) : undefined,
    page?.value.length === 0 ? emptyNote('No submission fits these filters.') : undefined,
    page === undefined ? undefined : rows(page, view),
    page?.nextLink === undefined ? undefined : moreButton(query, 'Show more', isLoading),
  );
}

function foundCount(page: Page<SubmissionView> | undefined): HTMLElement | undefined {
  if (page === undefined) return undefined;
  const count = page.value.length;
  const text = page.nextLink === undefined ? String(count) : `the last ${count} that changed`;
  return html('span', { class: 'quiet' }, text);
}

export function moreButton(query: Query<unknown>, text: string, isLoading: boolean): HTMLElement {
  return html(
    'button',
    { type: 'button', class: 'more', 'data-action': 'more', 'data-value': query.path, 'aria-busy': isLoading },
    text,
  );
}

function rows(page: Page<SubmissionView>, view: View): HTMLElement {
  return html('ul', { class: 'rows' }, ...page.value.map((submission) => submissionRow(submission, view)));
}

function lower(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
