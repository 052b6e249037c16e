import { plainText } from '../../shared/domain/plain-text.ts';
import type { HostBudget, Status } from './answers.ts';
import { html } from './element.ts';
import { timeAgo } from './marks.ts';
import { statusQuery } from './queries.ts';
import { agoText, clockText, dayText } from './time-text.ts';
import type { View } from './view.ts';

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
      factsOf(status, view.now),
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

function requestsLeft({ tokens }: HostBudget): number {
  return Math.max(0, Math.floor(tokens));
}

function isSetAside({ setAsideUntil }: HostBudget, now: Date): boolean {
  return setAsideUntil !== undefined && Date.parse(setAsideUntil) > now.getTime();
}

function factsOf(status: Status, now: Date): HTMLElement {
  const { lastPass, budgets, oldestUnsent, setAside, credentialExpiresAt } = status;
  return html(
    'dl',
    { class: 'facts' },
    lastPass === undefined
      ? undefined
      : fact(
          'Last pass',
          timeAgo(lastPass.endedAt, now),
          lastPass.summary === undefined
            ? ', it failed'
            : `, ${lastPass.summary.read} read, ${lastPass.summary.changed} changed, ${lastPass.summary.failed} failed`,
        ),
    budgets.map((budget) => fact(`Requests, ${budget.host}`, budgetDetail(budget, now))),
    oldestUnsent === undefined ? undefined : fact('Oldest unsent event', timeAgo(oldestUnsent, now)),
    setAside.length === 0 ? undefined : fact('Set aside, wants a person', String(setAside.length)),
    credentialExpiresAt === undefined ? undefined : fact('Credential ends', dayText(credentialExpiresAt, now)),
  );
}

function budgetDetail(budget: HostBudget, now: Date): string {
  const left = `${requestsLeft(budget)} left, ${budget.perMinute} a minute`;
  const wait = isSetAside(budget, now) ? `, not asked until ${clockText(budget.setAsideUntil ?? '')}` : '';
  const refusal = budget.refusal === undefined ? '' : `, refused: ${plainText(budget.refusal.reason, longestMessage)}`;
  return `${left}${wait}${refusal}`;
}

function fact(label: string, ...value: readonly (Node | string)[]): readonly HTMLElement[] {
  return [html('dt', {}, label), html('dd', {}, ...value)];
}
