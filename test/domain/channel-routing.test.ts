import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { matchesSql } from '../../local/service-bus/filters/sql-evaluator.ts';
import { parseSqlFilter } from '../../local/service-bus/filters/sql-parser.ts';
import { toMessage } from '../../shared/adapters/service-bus/message.ts';
import { eventNames } from '../../shared/contract/event.ts';
import type { KnownEvent, ReceivedEvent } from '../../shared/contract/received-event.ts';
import { type ChannelFilter, isWanted, subscriptionRule } from '../../shared/domain/channel-routing.ts';
import { outcomes } from '../../shared/domain/snapshot.ts';
import { kinds } from '../../shared/domain/submission-key.ts';
import { exampleEvents, exampleWith } from '../support/example-events.ts';

const severities = ['info', 'success', 'warning', 'error'] as const;
const products = ['9NSAMPLE0ADN', '9NSAMPLE0APP', '13635057453741329'];

/** What the broker lets into a subscription with these rules. */
function isLetIn(filter: ChannelFilter, event: KnownEvent): boolean {
  const { subject, applicationProperties = {} } = toMessage(event);
  const lowered = new Map(Object.entries(applicationProperties).map(([name, value]) => [name.toLowerCase(), value]));
  const system = { subject } as Parameters<typeof matchesSql>[1]['system'];
  const message = { system, application: (name: string) => lowered.get(name.toLowerCase()) };
  return matchesSql(parseSqlFilter(subscriptionRule(filter)), message);
}

function known(received: ReceivedEvent): KnownEvent {
  if (!received.known) throw new Error('Not a known event');
  return received.event;
}

const chosen = (filter: ChannelFilter, changes = {}) =>
  [...exampleEvents().keys()].filter((name) => isWanted(filter, exampleWith(name, changes)));

describe('a channel gets', () => {
  it('by default what a person must know, and not every step', () => {
    expect(chosen({ events: 'default' }, { outcome: 'failed', toOutcome: 'failed' }).sort()).toEqual([
      'submission.errors-raised',
      'submission.recovered',
      'submission.report-added',
      'submission.stalled',
      'submission.state-changed',
      'submission.unreachable',
      'watcher.degraded',
      'watcher.recovered',
      'watcher.test',
    ]);
    const moves = outcomes.filter((outcome) =>
      isWanted({ events: 'default' }, exampleWith('submission.state-changed', { outcome })),
    );
    expect(moves.sort()).toEqual(['canceled', 'failed', 'succeeded', 'waiting']);
  });

  it('every step where a setting says so, or the named ones, and the watcher in any case', () => {
    expect(chosen({ events: 'all' })).toHaveLength(exampleEvents().size);
    expect(chosen({ events: ['discovered', 'tracked'] }).sort()).toEqual([
      'submission.discovered',
      'submission.tracked',
      'watcher.degraded',
      'watcher.recovered',
      'watcher.test',
    ]);
  });

  it('of kinds, products and severities alone where they are given', () => {
    const ofDrivers = chosen({ events: 'all', kinds: ['hardware'] });
    expect(ofDrivers).toContain('submission.stalled');
    expect(ofDrivers).not.toContain('submission.errors-raised');
    expect(chosen({ events: 'all', products: ['9NSAMPLE0ADN'] })).toContain('submission.errors-raised');
    expect(chosen({ events: 'all', products: ['other'] }).every((name) => name.startsWith('watcher.'))).toBe(true);
    expect(chosen({ events: 'all', severities: ['error'] })).not.toContain('watcher.recovered');
  });
});

describe('the rule of its subscription', () => {
  it('lets in what the app wants, and nothing else', () => {
    const subsetOf = <T>(values: readonly T[]) =>
      fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
    const shortNames = eventNames.map((name) => name.replace('submission.', ''));
    const events = fc.oneof(
      fc.constantFrom('default' as const, 'all' as const),
      fc.subarray(shortNames, { minLength: 1 }),
    );
    const filters = fc.record({
      events,
      kinds: subsetOf(kinds),
      products: subsetOf(products),
      severities: subsetOf(severities),
    });
    const changes = fc.record({
      kind: fc.constantFrom(...kinds),
      productId: fc.constantFrom(...products),
      outcome: fc.constantFrom(...outcomes),
      severity: fc.constantFrom(...severities),
    });
    let [wanted, unwanted] = [0, 0];
    fc.assert(
      fc.property(filters, changes, fc.constantFrom(...exampleEvents().keys()), (filter, change, name) => {
        const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
        const received = exampleWith(name, change);
        const expected = isWanted(given as unknown as ChannelFilter, received);
        expect(isLetIn(given as unknown as ChannelFilter, known(received))).toBe(expected);
        if (expected) wanted += 1;
        else unwanted += 1;
      }),
      { numRuns: 500 },
    );
    expect(Math.min(wanted, unwanted)).toBeGreaterThan(20);
  });

  it('stays within the 1,024 characters that Service Bus takes, and lets in more where it must', () => {
    const many = Array.from({ length: 200 }, (_, index) => `1363505745374${String(index).padStart(4, '0')}`);
    const filter: ChannelFilter = { events: 'default', kinds: ['hardware'], products: many, severities: ['error'] };
    expect(subscriptionRule(filter).length).toBeLessThanOrEqual(1_024);
    const stalled = (productId: string | undefined) =>
      exampleWith('submission.stalled', { productId, severity: 'error' });
    expect(isLetIn(filter, known(stalled(many.at(-1))))).toBe(true);
    expect(isLetIn(filter, known(stalled('other')))).toBe(true);
    expect([isWanted(filter, stalled(many.at(-1))), isWanted(filter, stalled('other'))]).toEqual([true, false]);
    const longest = { events: eventNames, kinds: [...kinds], severities: [...severities] };
    expect(subscriptionRule({ ...longest, products: many })).toBe(subscriptionRule(longest));
    expect(subscriptionRule(longest).length).toBeLessThanOrEqual(1_024);
  });

  it('quotes what is in it', () => {
    expect(subscriptionRule({ events: 'all', products: ["o'brien"] })).toContain("('o''brien')");
  });

  it('is that of the subscriptions on the laptop', () => {
    const { Namespaces } = JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')).UserConfig;
    const subscriptions: { Name: string; Rules: { Properties: { SqlFilter?: { SqlExpression: string } } }[] }[] =
      Namespaces[0].Topics[0].Subscriptions;
    for (const name of ['teams', 'slack']) {
      const rules = subscriptions.find(({ Name }) => Name === name)?.Rules ?? [];
      expect(rules.map(({ Properties }) => Properties.SqlFilter?.SqlExpression)).toEqual([
        subscriptionRule({ events: 'default' }),
      ]);
    }
  });
});
