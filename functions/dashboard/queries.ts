import type { Outcome } from '../../shared/domain/snapshot.ts';
import { type Filter, filterQuery, isFiltered, noFilter, type Place, queryText } from './address.ts';
import type { ProductView, Status, SubmissionDetail, SubmissionView, WatchEvent } from './answers.ts';
import type { Page } from './api-client.ts';

/** A question to the API. `as` gives the answer its shape: page and API are of one build, and the journeys hold them together. */
export interface Query<T> {
  readonly path: string;
  /** Of a list: how many entries are wanted at first, and how many more each time. */
  readonly size?: number;
  readonly as: (body: unknown) => T;
}

/** Part of the first page: submissions that want the same of a reader. */
export interface Section {
  readonly title: string;
  readonly outcomes: readonly Outcome[];
  readonly size: number;
}

export const openSections: readonly Section[] = [
  { title: 'Waiting for a person', outcomes: ['waiting'], size: 8 },
  { title: 'Failed', outcomes: ['failed'], size: 8 },
  { title: 'In flight', outcomes: ['inProgress', 'unknown'], size: 25 },
];
export const closedSections: readonly Section[] = [
  { title: 'Finished', outcomes: ['succeeded', 'canceled'], size: 8 },
  { title: 'Drafts', outcomes: ['draft'], size: 8 },
];
export const sections = [...openSections, ...closedSections];

const pageSize = 50;
const historySize = 100;

export const statusQuery = one<Status>('status');
export const changesQuery = list<WatchEvent>('changes', 25);
export const productsQuery = list<ProductView>('products', 100);

/** Those that were tracked or changed last. What was never read has no outcome, so it is found here and in no section. */
export const latestQuery = submissionsQuery(noFilter);

export function sectionQuery(section: Section): Query<Page<SubmissionView>> {
  return submissionsQuery({ ...noFilter, outcomes: section.outcomes }, section.size);
}

export function submissionsQuery(filter: Filter, size = pageSize): Query<Page<SubmissionView>> {
  return list(`submissions?${[filterQuery(filter), 'sort=lastChanged'].filter((part) => part !== '').join('&')}`, size);
}

export function submissionQuery(key: string): Query<SubmissionDetail> {
  return one(`submissions/${encodeURIComponent(key)}`);
}

export function historyQuery(key: string): Query<Page<WatchEvent>> {
  return list(`submissions/${encodeURIComponent(key)}/history`, historySize);
}

/** Everything that a place shows. */
export function queriesOf(place: Place): readonly Query<unknown>[] {
  switch (place.view) {
    case 'list':
      return [
        statusQuery,
        changesQuery,
        productsQuery,
        ...(isFiltered(place.filter) ? [submissionsQuery(place.filter)] : [latestQuery, ...sections.map(sectionQuery)]),
      ];
    case 'submission':
      return [statusQuery, changesQuery, productsQuery, submissionQuery(place.key), historyQuery(place.key)];
    case 'products':
      return [statusQuery, changesQuery, productsQuery];
    case 'add':
      return [statusQuery, changesQuery];
  }
}

function one<T>(path: string): Query<T> {
  return { path, as: (body) => body as T };
}

function list<Item>(path: string, size: number): Query<Page<Item>> {
  const limited = `${path}${path.includes('?') ? '&' : '?'}${queryText({ limit: size })}`;
  return { path: limited, size, as: (body) => body as Page<Item> };
}
