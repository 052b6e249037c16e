import { plainText } from '../../shared/domain/plain-text.ts';
import type { HostBudget, Status } from './answers.ts';
import { html } from './element.ts';
import { statusQuery } from './queries.ts';
import { agoText, clockText } from './time-text.ts';
import type { View } from './view.ts';
import { isSetAside, requestsLeft, watcherFacts } from './watcher-facts.ts';

const longestMessage = 300;

/** Whether the watcher itself is well, in one line; behind it what that is made of. */
export function watcherLine(view: View): HTMLElement | undefined {
  const { value: status, isLoading } = view.answers.of(statusQuery);
  if (status === undefined) {
    return html(
      'p',
      { class: 'watcher' },
      html('span', { class: 'lamp' }),
      isLoading ? 'Asking …' : 'Health not known',
    );
  }
  const isWell = status.status === 'healthy';
  return html(
    'details',
    { class: 'watcher', 'data-key': 'watcher' },
    html(
      'summary',
      {},
      html('span', { class: isWell ? 'lamp good' : 'lamp bad' }),
      html('strong', {}, isWell ? 'Healthy' : 'Needs attention'),
      html(
        'span',
        {},
        [passText(status, view.now), budgetText(status.budgets, view.now)].map((text) => ` · ${text}`).join(''),
      ),
    ),
    html(
      'div',
      { class: 'watcher-more' },
      html('p', {}, plainText(status.message, longestMessage)),
      watcherFacts(status, view.now),
    ),
  );
}

function passText({ lastPass }: Status, now: Date): string {
  return lastPass === undefined ? 'no pass yet' : `last pass ${agoText(lastPass.endedAt, now)}`;
}

/** Of the host that is nearest to its end. */
function budgetText(budgets: readonly HostBudget[], now: Date): string {
  const away = budgets.find((budget) => isSetAside(budget, now));
  if (away?.setAsideUntil !== undefined) return `asked to wait until ${clockText(away.setAsideUntil)}`;
  if (budgets.length === 0) return 'all requests left';
  const left = Math.min(...budgets.map(requestsLeft));
  return left === 1 ? '1 request left' : `${left} requests left`;
}
