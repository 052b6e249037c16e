import { plainText } from '../../shared/domain/plain-text.ts';
import { addressOf, noFilter } from './address.ts';
import type { ProductView } from './answers.ts';
import { confirmButtons } from './confirm-buttons.ts';
import { html } from './element.ts';
import { timeAgo } from './marks.ts';
import { emptyNote, skeleton } from './notices.ts';
import { kindWords } from './outcome-words.ts';
import { productsQuery } from './queries.ts';
import { moreButton } from './submission-list.ts';
import type { View } from './view.ts';

const longestText = 120;

/** The products that are watched for new submissions. */
export function productsPage(view: View): readonly HTMLElement[] {
  const { value: page, isLoading } = view.answers.of(productsQuery);
  return [
    html('h1', { tabindex: -1 }, 'Watched products'),
    html('p', { class: 'lead' }, 'New submissions of these products are tracked by themselves.'),
    page === undefined && isLoading ? skeleton(3) : undefined,
    page?.value.length === 0 ? emptyNote('No product is watched.') : undefined,
    page === undefined
      ? undefined
      : html('ul', { class: 'rows' }, ...page.value.map((product) => productRow(product, view))),
    page?.nextLink === undefined ? undefined : moreButton(productsQuery, 'Show more', isLoading),
  ].filter((part) => part !== undefined);
}

function productRow(product: ProductView, view: View): HTMLElement {
  const { key, name = '', kind, productId } = product;
  return html(
    'li',
    { class: 'row product', 'data-key': key },
    html(
      'div',
      { class: 'row-what' },
      html(
        'a',
        { class: 'row-name', href: addressOf({ view: 'list', filter: { ...noFilter, product: key } }) },
        plainText(name, longestText) || productId,
      ),
      html('p', { class: 'quiet' }, `${kindWords[kind]} ${productId}`),
    ),
    html('div', { class: 'row-how' }, ...standing(product, view.now)),
    view.state.canWrite !== true
      ? undefined
      : confirmButtons(view, { key, action: 'unwatch', ask: 'Stop watching', note: 'Its submissions stay tracked.' }),
  );
}

function standing({ lastCheckedAt, failures, lastFailure, pendingId }: ProductView, now: Date): readonly HTMLElement[] {
  const read = lastCheckedAt === undefined ? 'Not read yet' : html('span', {}, 'Read ', timeAgo(lastCheckedAt, now));
  const reason = plainText(lastFailure?.reason ?? '', longestText).replaceAll('-', ' ');
  return [
    html('p', {}, read),
    ...(failures > 0 ? [html('p', { class: 'why warn' }, `Last read failed: ${reason}`)] : []),
    ...(pendingId === undefined
      ? []
      : [html('p', { class: 'quiet' }, `Under way: ${plainText(pendingId, longestText)}`)]),
  ];
}
