import { addForm } from './add-form.ts';
import { type Filter, isFiltered } from './address.ts';
import { changeList } from './change-list.ts';
import { html } from './element.ts';
import { filterBar } from './filter-bar.ts';
import { productsQuery } from './queries.ts';
import { filteredList, hasNothing, submissionSections } from './submission-list.ts';
import type { View } from './view.ts';

/** The first page: all submissions and what changed last. */
export function overview(filter: Filter, view: View): readonly HTMLElement[] {
  // The notice above says why; a page of empty parts would not add to it.
  if (view.state.outage !== undefined && view.state.answeredAt === undefined) return [heading()];
  if (!isFiltered(filter) && hasNothing(view)) return [firstSteps(view)];
  return [
    heading(),
    filterBar(filter, view),
    html(
      'div',
      { class: 'columns' },
      html('div', { class: 'lists' }, isFiltered(filter) ? filteredList(filter, view) : [...submissionSections(view)]),
      changeList(view),
    ),
  ];
}

function heading(): HTMLElement {
  return html('h1', { class: 'unseen', tabindex: -1 }, 'Submissions');
}

/** Nothing is tracked: this is the first start, and a page that is only empty would not help. */
function firstSteps(view: View): HTMLElement {
  const watched = view.answers.of(productsQuery).value?.value.length ?? 0;
  const isWatching = watched > 0;
  return html(
    'section',
    { class: 'first', 'data-key': 'first' },
    html('h1', { tabindex: -1 }, isWatching ? 'No submission yet' : 'Nothing is tracked yet'),
    html(
      'p',
      { class: 'lead' },
      isWatching
        ? `${watched === 1 ? 'One product is' : `${watched} products are`} watched. Their submissions appear here after the next pass.`
        : 'Say which submissions to follow, or which products to watch for new ones. Every change is then shown here, kept, and sent to the topic.',
    ),
    addForm(view),
  );
}
