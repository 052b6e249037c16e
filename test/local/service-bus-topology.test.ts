import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseIsoDuration } from '../../local/service-bus/iso-duration.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';

const namespace = (content: object) => ({
  UserConfig: { Namespaces: [{ Name: 'sbemulatorns', ...content }], Logging: { Type: 'File' } },
});

describe('the project’s Config.json', () => {
  const text = readFileSync(join(__dirname, '../../local/service-bus/Config.json'), 'utf8');
  const { queues, topics } = parseEmulatorConfig(JSON.parse(text));

  it('has the topic of events with a subscription for all and one for failures', () => {
    expect(topics).toMatchObject([{ name: 'submission-events', duplicateWindowMs: 300_000 }]);
    const subscriptions = new Map(topics[0]?.subscriptions.map((subscription) => [subscription.name, subscription]));
    expect(subscriptions.get('console')).toMatchObject({ rules: [] });
    expect(subscriptions.get('failures')).toMatchObject({
      rules: [{ filter: { kind: 'correlation', conditions: { properties: { outcome: 'failed' } } } }],
    });
  });

  it('has the queue of poll slices', () => {
    expect(queues).toMatchObject([{ name: 'poll-slices', duplicateWindowMs: 300_000 }]);
  });
});

describe('a configuration', () => {
  it('may leave out every property', () => {
    const config = parseEmulatorConfig(
      namespace({ Queues: [{ Name: 'q' }], Topics: [{ Name: 't', Subscriptions: [{ Name: 's' }] }] }),
    );

    expect(config.queues).toEqual([
      {
        name: 'q',
        lockDurationMs: 60_000,
        defaultTimeToLiveMs: 3_600_000,
        maxDeliveryCount: 10,
        deadLetterOnExpiration: false,
        requiresSession: false,
        duplicateWindowMs: undefined,
        forwardTo: undefined,
        forwardDeadLettersTo: undefined,
      },
    ]);
    expect(config.topics[0]?.subscriptions[0]).toMatchObject({ name: 's', rules: [] });
  });

  it.each([
    ['no namespace', {}, /UserConfig/],
    ['another namespace', { UserConfig: { Namespaces: [{ Name: 'mine' }] } }, /Namespaces\[0\]\.Name/],
    ['a lock too long', queue({ LockDuration: 'PT6M' }), /LockDuration: "PT6M" is not .* from PT5S to PT5M/],
    ['no duration', queue({ DefaultMessageTimeToLive: '1 hour' }), /DefaultMessageTimeToLive: "1 hour"/],
    ['too many deliveries', queue({ MaxDeliveryCount: 11 }), /MaxDeliveryCount/],
    ['a property it does not know', queue({ LockDurations: 'PT1M' }), /LockDurations/],
    ['a duplicate window too short', queue({ DuplicateDetectionHistoryTimeWindow: 'PT1S' }), /PT1S/],
    ['a name not allowed', namespace({ Queues: [{ Name: 'a queue' }] }), /Queues\[0\]\.Name: not a name/],
    ['a name used twice', namespace({ Queues: [{ Name: 'a' }], Topics: [{ Name: 'A' }] }), /more than one/],
    ['51 entities', namespace({ Queues: Array.from({ length: 51 }, (_, n) => ({ Name: `q${n}` })) }), /50/],
    ['a forward to nowhere', queue({ ForwardTo: 'nowhere' }), /forwards to "nowhere"/],
    ['a forward in a circle', queue({ ForwardTo: 'q' }), /forwards in a circle: q → q/],
    ['a rule of an unknown type', rule({ FilterType: 'Xpath' }), /FilterType/],
    ['SQL that does not parse', rule({ FilterType: 'Sql', SqlFilter: { SqlExpression: 'a =' } }), /s\/r: SQL filter/],
    [
      'a rule action, which is not emulated',
      rule({ FilterType: 'Sql', SqlFilter: { SqlExpression: 'a = 1' }, Action: { SqlExpression: 'SET a = 2' } }),
      /Action/,
    ],
  ])('with %s is refused with its place', (_what, json, message) => {
    expect(() => parseEmulatorConfig(json)).toThrow(message);
  });

  it('is told all its faults at once', () => {
    const broken = namespace({ Queues: [{ Name: 'q', Properties: { LockDuration: 'PT1S', MaxDeliveryCount: 0 } }] });
    expect(() => parseEmulatorConfig(broken)).toThrow(/LockDuration[\s\S]*MaxDeliveryCount/);
  });

  it('may forward through several entities', () => {
    const forwards = namespace({
      Queues: [{ Name: 'a', Properties: { ForwardTo: 't' } }, { Name: 'c' }],
      Topics: [{ Name: 't', Subscriptions: [{ Name: 's', Properties: { ForwardTo: 'C' } }] }],
    });
    expect(parseEmulatorConfig(forwards).queues).toHaveLength(2);
  });
});

it.each([
  ['PT5M', 300_000],
  ['PT1H30M', 5_400_000],
  ['P1DT2H', 93_600_000],
  ['PT0.5S', 500],
  ['P', undefined],
  ['PT', undefined],
  ['P1DT', undefined],
  ['5M', undefined],
])('reads the duration %s', (text, milliseconds) => {
  expect(parseIsoDuration(text)).toBe(milliseconds);
});

function queue(properties: object) {
  return namespace({ Queues: [{ Name: 'q', Properties: properties }] });
}

function rule(properties: object) {
  const rules = [{ Name: 'r', Properties: properties }];
  return namespace({ Topics: [{ Name: 't', Subscriptions: [{ Name: 's', Rules: rules }] }] });
}
