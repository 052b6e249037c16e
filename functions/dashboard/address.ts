import { type Outcome, outcomes } from '../../shared/domain/snapshot.ts';
import { type Kind, kinds } from '../../shared/domain/submission-key.ts';

/** What of all submissions is shown. */
export interface Filter {
  readonly text: string;
  readonly kinds: readonly Kind[];
  readonly outcomes: readonly Outcome[];
  /** A product key; empty for all products. */
  readonly product: string;
}

/** Where the reader is. It is all in the address, so that it survives a reload and can be sent to a colleague. */
export type Place =
  | { readonly view: 'list'; readonly filter: Filter }
  | { readonly view: 'submission'; readonly key: string }
  | { readonly view: 'products' }
  | { readonly view: 'add' };

export const noFilter: Filter = { text: '', kinds: [], outcomes: [], product: '' };
export const start: Place = { view: 'list', filter: noFilter };

/** @param search the query of an address, with or without its question mark. What it does not understand is left out. */
export function readPlace(search: string): Place {
  const query = new URLSearchParams(search);
  const key = query.get('submission');
  if (key !== null) return { view: 'submission', key };
  const view = query.get('view');
  if (view === 'products' || view === 'add') return { view };
  const chosen = <T extends string>(name: string, known: readonly T[]) => {
    const values = query.getAll(name).flatMap((value) => value.split(','));
    return known.filter((value) => values.includes(value));
  };
  return {
    view: 'list',
    filter: {
      text: query.get('text') ?? '',
      kinds: chosen('kind', kinds),
      outcomes: chosen('outcome', outcomes),
      product: query.get('product') ?? '',
    },
  };
}

/** The query that leads to a place, with its question mark. */
export function addressOf(place: Place): string {
  switch (place.view) {
    case 'list':
      return `?${filterQuery(place.filter)}`;
    case 'submission':
      return `?${queryText({ submission: place.key })}`;
    case 'products':
    case 'add':
      return `?${queryText({ view: place.view })}`;
  }
}

/** The same names as those of `GET /api/submissions`. */
export function filterQuery(filter: Filter): string {
  return queryText({
    text: filter.text.trim(),
    kind: filter.kinds.join(','),
    outcome: filter.outcomes.join(','),
    product: filter.product,
  });
}

export function isFiltered(filter: Filter): boolean {
  return filterQuery(filter) !== '';
}

/** Values that are empty are left out. Colons and commas need no escape in a query and read better without. */
export function queryText(values: Readonly<Record<string, string | number>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  const query = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
  return query.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
}

/** The list of values with one of them put in, or taken out where it was in. */
export function toggled<T>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}
