import { type Event, type EventOf, eventSchema, type eventSchemas } from '../../../shared/contract/event.ts';

type EventName = keyof typeof eventSchemas;
type Said<Name extends EventName> = Partial<EventOf<Name>['data']>;

/** Tells the events of one submission, each an observation of its own unless `at` says otherwise; for tests of the oracle. */
export function createNarrator(key: string) {
  let sequence = 0;
  let [state, outcome] = ['unknown', 'unknown'] as [string, EventOf<'submission.tracked'>['data']['outcome']];

  /** @param at milliseconds since 1970. */
  function tell<Name extends EventName>(name: Name, at: number, said: Said<Name> = {}): Event {
    sequence += 1;
    const [kind, productId] = key.split(':');
    const data = { state, outcome, ...said };
    [state, outcome] = [data.state, data.outcome];
    return eventSchema.parse({
      specversion: '1.0',
      id: `${key}/${sequence}`,
      source: '/test',
      type: `submissionwatch.${name}.v1`,
      subject: key,
      time: new Date(at).toISOString(),
      datacontenttype: 'application/json',
      dataschema: `urn:submissionwatch:${name}:v1`,
      sequence: String(sequence).padStart(10, '0'),
      data: {
        key,
        productKey: key.slice(0, key.lastIndexOf(':')),
        kind,
        productId,
        submissionId: key.slice(key.lastIndexOf(':') + 1),
        severity: 'info',
        portalUrl: 'https://partner.microsoft.com/dashboard',
        ...data,
      },
    });
  }

  return {
    tell,
    tracked: (at: number, to: string, snapshot: Partial<EventOf<'submission.tracked'>['data']['snapshot']> = {}) =>
      tell('submission.tracked', at, {
        state: to,
        outcome: 'inProgress',
        snapshot: { issues: [], reports: [], artifacts: [], ...snapshot },
      }),
    moved: (at: number, to: string, said: Said<'submission.state-changed'> = {}) =>
      tell('submission.state-changed', at, {
        from: state,
        fromOutcome: outcome,
        to,
        toOutcome: outcome,
        state: to,
        direction: 'forward',
        secondsInPreviousState: 1,
        resolvedIssues: [],
        ...said,
      }),
  };
}
