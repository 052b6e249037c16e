import { html } from './element.ts';
import type { View } from './view.ts';

/** Asked where the API wants a key, or refuses the one it was given. */
export function keyForm({ state }: View): HTMLElement {
  return html(
    'section',
    { class: 'first narrow', 'data-key': 'key' },
    html('h1', { tabindex: -1 }, state.hasKey ? 'This key was refused' : 'A key, please'),
    html(
      'p',
      { class: 'lead' },
      'Submissions are shown to whoever has a function key of this app. Azure shows it under App keys, ',
      html('code', {}, 'npm start'),
      ' prints one.',
    ),
    html(
      'form',
      { 'data-form': 'key' },
      html('label', { for: 'key' }, 'Function key'),
      html('input', { id: 'key', name: 'key', type: 'password', autocomplete: 'off', required: true }),
      html('button', { type: 'submit', class: 'main' }, 'Open'),
    ),
    html('p', { class: 'quiet' }, 'It stays in this tab, and is gone when the tab is closed.'),
  );
}
