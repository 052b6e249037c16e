import type { Severity } from '../contract/event.ts';
import type { ReceivedEvent } from '../contract/received-event.ts';
import { subjectOf } from './event-subject.ts';
import type { Kind } from './submission-key.ts';

/** Which events a channel gets. The same choice makes the rules of its subscription and the check in the app. */
export interface ChannelFilter {
  /**
   * `default`: failures, waiting for you, finished, reports, stalled, unreachable, and the watcher's own health.
   * `all`: every step. Or the types by name, such as `state-changed`.
   */
  readonly events: 'default' | 'all' | readonly string[];
  /** Of these alone, where they are given; the watcher's own events come in any case. */
  readonly kinds?: readonly Kind[];
  /** Product ids. */
  readonly products?: readonly string[];
  readonly severities?: readonly Severity[];
}

const prefix = 'submissionwatch.submission.';
const watcherPrefix = 'submissionwatch.watcher.';
const moved = `${prefix}state-changed.v1`;
const movedTo = ['failed', 'waiting', 'succeeded', 'canceled'];
const defaultNames = ['errors-raised', 'report-added', 'stalled', 'unreachable', 'recovered'];
/** Service Bus takes filters of up to 1,024 characters. */
const longestExpression = 1_024;

export function isWanted(filter: ChannelFilter, received: ReceivedEvent): boolean {
  const { type } = received.event;
  const { kind, productId, outcome, severity } = subjectOf(received);
  const isOneOf = (list: readonly string[] | undefined, value: string | undefined) =>
    list === undefined || (value !== undefined && list.includes(value));
  if (!isOneOf(filter.severities, severity)) return false;
  if (type.startsWith(watcherPrefix)) return true;
  return isOneOf(filter.kinds, kind) && isOneOf(filter.products, productId) && isChosen(filter.events, type, outcome);
}

function isChosen(events: ChannelFilter['events'], type: string, outcome: string | undefined): boolean {
  if (events === 'all') return true;
  if (events !== 'default') return events.some((name) => type === typeOf(name));
  if (type === moved) return outcome !== undefined && movedTo.includes(outcome);
  return defaultNames.some((name) => type === typeOf(name));
}

function typeOf(name: string): string {
  return `${prefix}${name}.v1`;
}

/**
 * The same choice as SQL filter for the rule of a subscription. Where a list of products is too long for one the rule lets in
 * all products, and `isWanted` alone sifts them. `infra/main.bicep` makes the same text of the same entry.
 */
export function subscriptionRule(filter: ChannelFilter): string {
  const whole = expressionOf(filter);
  if (whole.length <= longestExpression) return whole;
  const { products: _tooMany, ...wider } = filter;
  return expressionOf(wider);
}

function expressionOf({ events, kinds, products, severities }: ChannelFilter): string {
  const ofSubmissions = [
    ...(events === 'all' ? [] : [eventsExpression(events)]),
    ...(kinds === undefined ? [] : [oneOf('user.kind', kinds)]),
    ...(products === undefined ? [] : [oneOf('user.productId', products)]),
  ];
  const all = ofSubmissions.length > 1 ? `(${ofSubmissions.join(' AND ')})` : ofSubmissions.join('');
  const chosen = all === '' ? '1=1' : `${all} OR sys.Label LIKE '${watcherPrefix}%'`;
  if (severities === undefined) return chosen;
  const bySeverity = oneOf('user.severity', severities);
  return all === '' ? bySeverity : `(${chosen}) AND ${bySeverity}`;
}

function eventsExpression(events: readonly string[] | 'default'): string {
  if (events !== 'default') return oneOf('sys.Label', events.map(typeOf));
  const step = `(sys.Label = ${quoted(moved)} AND ${oneOf('user.outcome', movedTo)})`;
  return `(${step} OR ${oneOf('sys.Label', defaultNames.map(typeOf))})`;
}

function oneOf(name: string, values: readonly string[]): string {
  return values.length === 0 ? '1=0' : `${name} IN (${values.map(quoted).join(', ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
