import { kinds } from '../../shared/domain/submission-key.ts';
import { addressOf, type Filter, isFiltered, noFilter, toggled } from './address.ts';
import { html } from './element.ts';
import { kindWords, outcomeOrder, outcomeWords } from './outcome-words.ts';
import type { View } from './view.ts';

/** Search and filters. Each choice is a link, so it can be opened, sent and gone back from like any other. */
export function filterBar(filter: Filter, view: View): HTMLElement {
  return html(
    'search',
    { class: 'filters' },
    html(
      'form',
      { 'data-form': 'search' },
      html('label', { for: 'text', class: 'unseen' }, 'Search by name or id'),
      html('input', {
        id: 'text',
        name: 'text',
        type: 'search',
        value: filter.text,
        placeholder: 'Search by name or id',
        maxlength: 100,
        autocomplete: 'off',
        spellcheck: 'false',
      }),
    ),
    html(
      'nav',
      { class: 'chips', 'aria-label': 'Filter by kind' },
      kinds.map((kind) =>
        chip(kindWords[kind], filter.kinds.includes(kind), { ...filter, kinds: toggled(filter.kinds, kind) }),
      ),
    ),
    html(
      'nav',
      { class: 'chips outcomes', 'aria-label': 'Filter by outcome' },
      outcomeOrder.map((outcome) =>
        chip(outcomeWords[outcome], filter.outcomes.includes(outcome), {
          ...filter,
          outcomes: toggled(filter.outcomes, outcome),
        }),
      ),
      filter.product === ''
        ? undefined
        : chip(view.products.get(filter.product) ?? filter.product, true, { ...filter, product: '' }),
      isFiltered(filter)
        ? html('a', { class: 'clear', href: addressOf({ view: 'list', filter: noFilter }) }, 'Clear filters')
        : undefined,
    ),
  );
}

function chip(label: string, isOn: boolean, then: Filter): HTMLElement {
  return html(
    'a',
    {
      class: 'chip',
      'data-key': `chip ${label}`,
      href: addressOf({ view: 'list', filter: then }),
      'aria-current': isOn ? 'true' : undefined,
    },
    label,
  );
}
