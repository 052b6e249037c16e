import { addressOf } from './address.ts';
import type { TrackResult } from './answers.ts';
import { html } from './element.ts';
import type { View } from './view.ts';

const examples: readonly (readonly [kind: string, submission: string, product: string])[] = [
  ['Hardware', 'hardware:PRODUCT:SUBMISSION', 'hardware:PRODUCT'],
  ['Add-on', 'addon:STOREID:SUBMISSION', 'addon:STOREID'],
  ['App', 'app:STOREID:SUBMISSION', 'app:STOREID'],
  ['Flight', 'flight:STOREID:FLIGHT-GUID:SUBMISSION', 'flight:STOREID:FLIGHT-GUID'],
  ['MSI/EXE', 'msi:PRODUCT-GUID:SUBMISSION', 'msi:PRODUCT-GUID'],
];

/** The form on a page of its own. */
export function addPage(view: View): readonly HTMLElement[] {
  const form = addForm(view);
  return [html('h1', { tabindex: -1 }, 'Track submissions, watch products'), ...(form === undefined ? [] : [form])];
}

/** Tracks submissions and watches products: one field, because the key itself says which of the two it is. */
export function addForm({ state }: View): HTMLElement | undefined {
  if (state.canWrite === undefined) return undefined;
  if (!state.canWrite) {
    return html('p', { class: 'notice' }, 'Your key reads only. Somebody with a key that writes can do this.');
  }
  return html(
    'div',
    { class: 'add', 'data-key': 'add' },
    html(
      'form',
      { 'data-form': 'add' },
      html('label', { for: 'keys' }, 'Keys of submissions or products, one a line'),
      html('textarea', {
        id: 'keys',
        name: 'keys',
        rows: 4,
        spellcheck: 'false',
        autocomplete: 'off',
        required: true,
        'aria-describedby': 'keys-help',
      }),
      html(
        'p',
        { id: 'keys-help', class: 'quiet' },
        'A submission is tracked; a product is watched, and its submissions are picked up by themselves. The ids are those in the address bar of Partner Center; the whole address of a hardware submission will do as well.',
      ),
      html(
        'button',
        { type: 'submit', class: 'main', disabled: state.isSending },
        state.isSending ? 'Adding …' : 'Track or watch',
      ),
    ),
    resultList(state.added),
    html(
      'table',
      { class: 'examples' },
      html('caption', {}, 'How keys are made'),
      html(
        'thead',
        {},
        html('tr', {}, ...['Kind', 'A submission', 'A product'].map((text) => html('th', { scope: 'col' }, text))),
      ),
      html(
        'tbody',
        {},
        ...examples.map(([kind, submission, product]) =>
          html(
            'tr',
            {},
            html('th', { scope: 'row' }, kind),
            html('td', {}, html('code', {}, submission)),
            html('td', {}, html('code', {}, product)),
          ),
        ),
      ),
    ),
  );
}

/** What became of each key. */
function resultList(results: readonly TrackResult[]): HTMLElement | undefined {
  if (results.length === 0) return undefined;
  return html(
    'ul',
    { class: 'results', role: 'status' },
    ...results.map((result) => {
      const isGood = result.status < 300;
      return html('li', { class: isGood ? 'good' : 'bad' }, keyText(result, isGood), ' ', resultText(result));
    }),
  );
}

function keyText({ key }: TrackResult, isGood: boolean): HTMLElement {
  const isSubmission = isGood && key.split(':').length === (key.startsWith('flight:') ? 4 : 3);
  return isSubmission ? html('a', { href: addressOf({ view: 'submission', key }) }, key) : html('code', {}, key);
}

function resultText({ status, code }: TrackResult): string {
  if (status === 201) return 'is followed from now on.';
  if (status === 200) return 'was followed already.';
  if (code === 'invalid-key') return 'is not a key.';
  return status === 401 || status === 403
    ? 'was refused: this key may not write.'
    : `was not taken (${code ?? status}).`;
}
