import fc from 'fast-check';
import { publishedNames, publishedSchemas } from '../../scripts/docs/published-events.ts';
import { eventNames } from '../../shared/contract/event.ts';
import { decideOnFailure, decideOnRead } from '../../shared/domain/decide.ts';
import { fitEvent } from '../../shared/domain/fit-event.ts';
import { safeUrl } from '../../shared/domain/scrub.ts';
import { type Failure, failureReasons, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { afterCheck, healthReasons, type WatcherHealth } from '../../shared/domain/watcher-health.ts';
import { anUnreadSubmission, aSubmission, secondsAfterNoon } from '../support/a-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { anObservation, aWarning } from '../support/an-observation.ts';
import { arbitraryKind, arbitraryObservation } from '../support/arbitrary-observation.ts';
import { someRules } from '../support/some-rules.ts';
import { createEventValidator, nameOf, readDoc } from './event-validator.ts';

const validator = createEventValidator();
const rules = someRules({ stallLimits: { defaultSeconds: 600, byState: {} } });

describe('every published event validates against its schema:', () => {
  const failure: fc.Arbitrary<Failure> = fc.record({ reason: fc.constantFrom(...failureReasons), status: fc.nat(599) });
  const series = arbitraryKind.chain((kind) =>
    fc.record({
      key: fc.constant(aSubmissionKey(kind)),
      results: fc.array(fc.oneof({ weight: 3, arbitrary: arbitraryObservation(kind) }, failure), { maxLength: 12 }),
      seconds: fc.infiniteStream(fc.nat(1_200)),
    }),
  );

  it('any series of reads and failures', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(series, ({ key, results, seconds }) => {
        let current: TrackedSubmission = anUnreadSubmission(key);
        let time = 0;
        for (const result of results) {
          time += seconds.next().value ?? 0;
          const now = secondsAfterNoon(time);
          const { next, events } =
            'reason' in result
              ? decideOnFailure(current, result, now, rules, 0.5)
              : decideOnRead(current, result, now, rules, 0.5);
          current = next;
          for (const event of events) {
            seen.add(nameOf(event));
            expect(validator.faults(nameOf(event), JSON.parse(JSON.stringify(event)))).toEqual([]);
          }
        }
      }),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual(eventNames.filter((name) => name !== 'submission.discovered').sort());
  });

  it('any series of health checks', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.subarray([...healthReasons])), (checks) => {
        let health: WatcherHealth | undefined;
        for (const [index, reasons] of checks.entries()) {
          health = afterCheck(health, reasons, secondsAfterNoon(index * 300), '/submission-watch');
        }
        for (const event of health?.pending ?? []) {
          seen.add(nameOf(event));
          expect(validator.faults(nameOf(event), event)).toEqual([]);
        }
      }),
    );
    expect([...seen].sort()).toEqual(['watcher.degraded', 'watcher.recovered']);
  });

  it('one that was cut to fit', () => {
    const warnings = Array.from({ length: 5_000 }, (_, index) => aWarning(`${index} ${'x'.repeat(2_000)}`));
    const { events } = decideOnRead(aSubmission(), anObservation({ warnings }), secondsAfterNoon(0), rules, 0);
    const [event] = events.map(fitEvent);
    if (event === undefined) throw new Error('no event');
    expect(event.data.omitted).toBeDefined();
    expect(validator.faults(nameOf(event), event)).toEqual([]);
  });

  it('links that browsers take, and RFC 3986 does not', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const url = safeUrl(`https://partner.example/a|b?c={d}&e=%zz${text}`) ?? 'not a URL';
        const read = anObservation({ reports: [{ url }] });
        const { events } = decideOnRead(aSubmission(), read, secondsAfterNoon(0), someRules(), 0);
        expect(events.map((event) => validator.faults(nameOf(event), event))).toEqual([[]]);
      }),
    );
  });
});

describe.each(publishedNames)('the schema of %s', (name) => {
  const example = readDoc(name, 'example') as { type: string; dataschema: string; data: Record<string, unknown> };

  it('takes its example, which is what the contract says', () => {
    expect(validator.faults(name, example)).toEqual([]);
    expect(publishedSchemas[name].parse(example)).toEqual(example);
  });

  it('has the schema of its data under the id that events name as dataschema', () => {
    const validate = validator.schemaOf(example.dataschema);
    expect(validate(example.data)).toBe(true);
    expect(validate({ ...example.data, key: undefined })).toBe(false);
  });

  it('refuses an event that lacks anything that it promises', () => {
    const schema = readDoc(name, 'schema') as unknown as Promised;
    const { required, properties } = schema;
    expect(required.length).toBeGreaterThan(8);
    expect(properties.data.required).toEqual(expect.arrayContaining(['key', 'severity']));
    for (const field of required) {
      expect([field, validator.faults(name, without(example, field)).length]).toEqual([field, 1]);
    }
    for (const field of properties.data.required) {
      const broken = { ...example, data: without(example.data, field) };
      expect([field, validator.faults(name, broken).length]).toEqual([field, 1]);
    }
  });

  it.each([
    ['another type', { type: 'submissionwatch.submission.other.v1' }],
    ['another version of CloudEvents', { specversion: '0.3' }],
    ['the schema of another type', { dataschema: 'urn:submissionwatch:submission.other:v1' }],
    ['a sequence that does not sort', { sequence: '7' }],
    ['a sequence that is a number', { sequence: 7 }],
    ['a time of no zone', { time: '2026-03-02T08:00:00' }],
    ['a time that is none', { time: '2026-13-02T08:00:00Z' }],
    ['data that is text', { data: JSON.stringify(example.data) }],
    ['a key that is a number', { data: { ...example.data, key: 4711 } }],
    ['a severity that is null', { data: { ...example.data, severity: null } }],
  ])('refuses %s', (_what, broken) => {
    expect(validator.faults(name, { ...example, ...broken })).not.toEqual([]);
  });

  it('takes what a later release may add', () => {
    const data = { ...example.data, kind: 'game', outcome: 'paused', severity: 'critical', added: { anything: [1] } };
    expect(validator.faults(name, { ...example, traceparent: '00-0-0-00', data })).toEqual([]);
  });
});

describe.each(eventNames)('the schema of %s', (name) => {
  const { data, ...envelope } = readDoc(name, 'example') as { data: object };

  it.each([
    ['a product id that is a number', { productId: 4711 }],
    ['an outcome that is null', { outcome: null }],
    ['a link that is a script', { portalUrl: 'javascript:alert(1)' }],
    ['a count of what was omitted that is none', { omitted: { issues: 0 } }],
  ])('refuses %s', (_what, broken) => {
    const faults = validator.faults(name, { ...envelope, data: { ...data, ...broken } });
    const [field] = Object.keys(broken);
    expect(faults).not.toEqual([]);
    expect(faults.filter((fault) => !fault.startsWith(`/data/${field}`))).toEqual([]);
  });
});

interface Promised {
  readonly required: readonly string[];
  readonly properties: { readonly data: { readonly required: readonly string[] } };
}

function without(value: object, field: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));
}
