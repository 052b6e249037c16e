import { plainText } from '../../shared/domain/plain-text.ts';
import { addressOf, noFilter } from './address.ts';
import type { ChannelStanding, HostBudget, ProductView, Status } from './answers.ts';
import { html } from './element.ts';
import { timeAgo } from './marks.ts';
import { agoText, clockText, dayText } from './time-text.ts';

const longestText = 120;

/** What the watcher's health is made of: where it is ill, the one thing that a person has to look at. */
export function watcherFacts(status: Status, now: Date): HTMLElement {
  const { lastPass, budgets, oldestUnsent, setAside, credentialExpiresAt, channels, unlistedProducts } = status;
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
    budgets.map((budget) => fact(`Requests, ${budget.host}`, budgetText(budget, now))),
    oldestUnsent === undefined ? undefined : fact('Oldest unsent event', timeAgo(oldestUnsent, now)),
    unlistedProducts.map((product) => fact('Cannot be listed', ...productText(product))),
    channels.flatMap((channel) => channelFact(channel, now)),
    setAside.length === 0 ? undefined : fact('Set aside, wants a person', String(setAside.length)),
    credentialExpiresAt === undefined ? undefined : fact('Credential ends', dayText(credentialExpiresAt, now)),
  );
}

export function requestsLeft({ tokens }: HostBudget): number {
  return Math.max(0, Math.floor(tokens));
}

export function isSetAside({ setAsideUntil }: HostBudget, now: Date): boolean {
  return setAsideUntil !== undefined && Date.parse(setAsideUntil) > now.getTime();
}

function budgetText(budget: HostBudget, now: Date): string {
  const { perMinute, setAsideUntil = '', refusal, unansweredSince } = budget;
  return [
    `${requestsLeft(budget)} left`,
    `${perMinute} a minute`,
    ...(isSetAside(budget, now) ? [`not asked until ${clockText(setAsideUntil)}`] : []),
    ...(refusal === undefined ? [] : [`refused: ${plainText(refusal.reason, longestText)}`]),
    ...(unansweredSince === undefined ? [] : [`without an answer since ${clockText(unansweredSince)}`]),
  ].join(', ');
}

function productText({ key, name = '', lastFailure }: ProductView): readonly (Node | string)[] {
  const text = plainText(name, longestText) || key;
  const reason = plainText(lastFailure?.reason ?? '', longestText).replaceAll('-', ' ');
  return [
    html('a', { href: addressOf({ view: 'list', filter: { ...noFilter, product: key } }) }, text),
    ...(reason === '' ? [] : [`: ${reason}`]),
  ];
}

/** Nothing of a channel that tells what it is given. */
function channelFact({ channel, isLate, isRefusing, oldestPending, failures }: ChannelStanding, now: Date) {
  if (!isLate && !isRefusing) return [];
  const newest = [...failures].sort((a, b) => b.at.localeCompare(a.at))[0];
  const parts = [
    ...(isLate && oldestPending !== undefined ? [`late, the oldest came ${agoText(oldestPending, now)}`] : []),
    ...(isRefusing && newest !== undefined
      ? [`refused ${failures.length}: ${plainText(newest.reason, longestText)}`]
      : []),
  ];
  return fact(`Channel ${plainText(channel, longestText)}`, parts.join('; '));
}

function fact(label: string, ...value: readonly (Node | string)[]): readonly HTMLElement[] {
  return [html('dt', {}, label), html('dd', {}, ...value)];
}
