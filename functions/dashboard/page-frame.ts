import { addPage } from './add-form.ts';
import { addressOf, type Place, start } from './address.ts';
import { html } from './element.ts';
import { keyForm } from './key-form.ts';
import { doneNotice, outageNotice } from './notices.ts';
import { overview } from './overview.ts';
import { productsPage } from './products-page.ts';
import { submissionPage } from './submission-page.ts';
import type { View } from './view.ts';
import { watcherLine } from './watcher-line.ts';

/** The whole page for a state of things. */
export function pageFrame(view: View): readonly HTMLElement[] {
  const { place, isRefused } = view.state;
  return [
    html('a', { class: 'skip', href: '#main' }, 'To the content'),
    html(
      'header',
      { class: 'top' },
      html('a', { class: 'brand', href: addressOf(start) }, 'Submission Watch'),
      isRefused ? undefined : navigation(view),
      isRefused ? undefined : watcherLine(view),
    ),
    html(
      'main',
      { id: 'main', tabindex: -1 },
      isRefused ? keyForm(view) : [outageNotice(view), doneNotice(view), ...content(place, view)],
    ),
    isRefused
      ? html('footer', {})
      : html(
          'footer',
          {},
          html('button', { type: 'button', class: 'plain', 'data-action': 'change-key' }, 'Use another key'),
        ),
  ];
}

function navigation({ state }: View): HTMLElement {
  const link = (text: string, place: Place) =>
    html('a', { href: addressOf(place), 'aria-current': place.view === state.place.view ? 'page' : undefined }, text);
  return html(
    'nav',
    { class: 'places', 'aria-label': 'Pages' },
    link('Submissions', start),
    link('Products', { view: 'products' }),
    state.canWrite !== true ? undefined : link('Track', { view: 'add' }),
  );
}

function content(place: Place, view: View): readonly HTMLElement[] {
  switch (place.view) {
    case 'list':
      return overview(place.filter, view);
    case 'submission':
      return submissionPage(place.key, view);
    case 'products':
      return productsPage(view);
    case 'add':
      return addPage(view);
  }
}
