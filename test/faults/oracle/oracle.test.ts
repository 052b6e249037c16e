import type { Event } from '../../../shared/contract/event.ts';
import { type WatcherEvent, watcherEventSchema } from '../../../shared/contract/watcher-event.ts';
import { type Face, issueMark, reportMark } from '../script/face.ts';
import { createNarrator } from './narrator.ts';
import { createOracle, type Oracle } from './oracle.ts';
import type { Shown } from './walk.ts';

const key = 'addon:9NSAMPLE0ADN:1';
const warning = { severity: 'warning' as const, code: 'Other', details: 'Look here' };
const error = { severity: 'error' as const, code: 'Other', details: 'Wrong' };
const report = { date: '2026-01-01T00:00:00.117Z', url: 'https://partner.microsoft.com/r/1' };

let narrator: ReturnType<typeof createNarrator>;
let oracle: Oracle;
let versions: Shown[];

beforeEach(() => {
  narrator = createNarrator(key);
  oracle = createOracle([
    { name: 'all', dropsRepeats: false },
    { name: 'once', dropsRepeats: true },
  ]);
  versions = [];
});

function face(state: string, more: Partial<Face> = {}): Face {
  return { state, outcome: 'inProgress', issues: [], reports: [], artifacts: [], ...more };
}

/** Partner Center shows this from a time on; nothing: it is not there. */
function show(at: number, shown?: Face): void {
  versions.push(shown === undefined ? { at } : { at, model: {}, face: shown });
}

function arrive(events: readonly (Event | WatcherEvent)[], repeats: readonly (Event | WatcherEvent)[] = []): void {
  const delivered = (list: typeof events) => list.map((event) => ({ messageId: event.id, event }));
  oracle.deliver('all', delivered([...events, ...repeats]));
  oracle.deliver('once', delivered(events));
}

function ofWatcher(name: 'degraded' | 'recovered', sequence: number): WatcherEvent {
  const common = { key: 'watcher', severity: 'error', message: 'of its own', reasons: ['pass-failed'] };
  return watcherEventSchema.parse({
    specversion: '1.0',
    id: `watcher/${sequence}`,
    source: '/test',
    type: `submissionwatch.watcher.${name}.v1`,
    subject: 'watcher',
    time: new Date(sequence).toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:submissionwatch:watcher.${name}:v1`,
    sequence: String(sequence).padStart(10, '0'),
    data: name === 'degraded' ? common : { ...common, degradedSeconds: 1 },
  });
}

function check(history: readonly Event[], isExpected = true) {
  const found = oracle.check([{ key, versions, isExpected }], new Map([[key, history]]));
  return found.map(({ kind, expected, came }) => ({ kind, expected, came }));
}

describe('is content with', () => {
  it('every change told in turn, and repeats of what was told', () => {
    show(1, face('Certification'));
    show(3, face('Certification', { issues: [issueMark(warning)], reports: [reportMark(report)] }));
    show(5, face('Release'));
    const history = [
      narrator.tracked(2, 'Certification'),
      narrator.tell('submission.warnings-raised', 4, { issues: [warning] }),
      narrator.tell('submission.report-added', 4, { reports: [report] }),
      narrator.moved(6, 'Release', { resolvedIssues: [warning] }),
    ];
    arrive(history, history.slice(1, 3));
    expect(oracle.moved()).toEqual([key]);
    expect(check(history)).toEqual([]);
    expect(oracle.moved()).toEqual([]);
    expect(oracle.counts()).toEqual({ events: 4, repeats: 2 });
  });

  it('states that no read met, and one that came back', () => {
    show(1, face('Certification'));
    show(2, face('Release'));
    show(3, face('Publishing'));
    show(4, face('Certification'));
    const history = [narrator.tracked(2, 'Certification')];
    arrive(history);
    expect(check(history)).toEqual([]);
  });

  it('a submission that vanishes and comes back changed', () => {
    show(1, face('Certification'));
    show(3);
    show(5, face('Release'));
    const history = [
      narrator.tracked(2, 'Certification'),
      narrator.tell('submission.unreachable', 4, { reason: 'not-found', status: 404 }),
    ];
    history.push(
      narrator.tell('submission.recovered', 6, {
        state: 'Release',
        reason: 'not-found',
        status: 404,
        unreachableSeconds: 1,
      }),
    );
    const moved = narrator.moved(6, 'Release', { from: 'Certification' });
    history.push(moved);
    arrive(history);
    expect(check(history)).toEqual([]);
  });

  it('details that are kept while the state stays, and are gone once it moved', () => {
    show(1, face('Certification', { issues: [issueMark(warning)] }));
    show(3, face('Certification', { issues: 'unstated' }));
    show(5, face('Release', { issues: 'unstated' }));
    const history = [narrator.tracked(2, 'Certification', { issues: [warning] })];
    history.push(narrator.moved(6, 'Release', { resolvedIssues: [warning] }));
    arrive(history);
    expect(check(history)).toEqual([]);
  });

  it('an event cut to fit a message, of which the history has the whole', () => {
    show(1, face('Certification'));
    show(3, face('Certification', { issues: [issueMark(warning), issueMark(warning)] }));
    const first = narrator.tracked(2, 'Certification');
    const whole = narrator.tell('submission.warnings-raised', 4, { issues: [warning, warning] });
    const cut = { ...whole, data: { ...whole.data, issues: [warning], omitted: { issues: 1 } } } as Event;
    arrive([first, cut]);
    expect(check([first, whole])).toEqual([]);
  });

  it('a rollout that is told a read after the state it came with', () => {
    const before = { percentage: 25, status: 'NotStarted' };
    const after = { percentage: 25, status: 'InProgress' };
    show(1, face('Publishing', { rollout: before }));
    show(3, face('Published', { rollout: after }));
    const history = [narrator.tracked(2, 'Publishing', { rollout: before }), narrator.moved(4, 'Published')];
    history.push(narrator.tell('submission.rollout-changed', 5, { from: before, to: after }));
    arrive(history);
    expect(check(history)).toEqual([]);
  });

  it('nothing told of what nobody could know of', () => {
    show(1, face('Certification'));
    expect(check([], false)).toEqual([]);
  });
});

describe('finds what is lost', () => {
  it('an event in the midst', () => {
    show(1, face('Certification'));
    show(3, face('Release'));
    const history = [
      narrator.tracked(2, 'Certification'),
      narrator.moved(4, 'Release'),
      narrator.moved(5, 'Publishing'),
    ];
    arrive(history.filter((_, index) => index !== 1));
    const came = 'sequence 3: submissionwatch.submission.state-changed.v1';
    expect(check(history)).toEqual([{ kind: 'lost', expected: 'sequence 2', came }]);
  });

  it('the last event, which the history has', () => {
    show(1, face('Certification'));
    show(3, face('Release'));
    const history = [narrator.tracked(2, 'Certification'), narrator.moved(4, 'Release')];
    arrive(history.slice(0, 1));
    expect(check(history)).toEqual([{ kind: 'lost', expected: JSON.stringify(history[1]), came: 'nothing' }]);
  });

  it('a change that was never told', () => {
    show(1, face('Certification'));
    show(3, face('Release'));
    const history = [narrator.tracked(2, 'Certification')];
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'lost', expected: expect.stringContaining('Release') }]);
  });

  it('a submission that was never told of', () => {
    show(1, face('Certification'));
    expect(check([])).toMatchObject([{ kind: 'lost', came: expect.stringContaining('"discovered":false') }]);
  });

  it('the absence of one that vanished', () => {
    show(1, face('Certification'));
    show(3);
    const history = [narrator.tracked(2, 'Certification')];
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'lost', expected: '"unreachable"' }]);
  });

  it('a move whose beginning is not the end of the last one', () => {
    for (const [at, state] of ['Certification', 'Release', 'Publishing'].entries()) show(at, face(state));
    const history = [narrator.tracked(2, 'Certification'), narrator.moved(4, 'Publishing', { from: 'Release' })];
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'lost', expected: 'a move from Certification (inProgress)' }]);
  });

  it('a rollout that was told of too late', () => {
    const rollout = (percentage: number) => ({ percentage, status: 'InProgress' });
    for (const percentage of [10, 25, 50]) show(percentage, face('Published', { rollout: rollout(percentage) }));
    const history = [narrator.tracked(11, 'Published', { rollout: rollout(10) })];
    history.push(narrator.tell('submission.rollout-changed', 51, { from: rollout(25), to: rollout(50) }));
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'lost', expected: 'a rollout from 10 % InProgress' }]);
  });

  it('the end of an illness of the watcher', () => {
    arrive([ofWatcher('degraded', 1), ofWatcher('degraded', 2)]);
    expect(oracle.check([], new Map())).toMatchObject([
      { kind: 'lost', about: 'watcher', expected: 'submissionwatch.watcher.recovered.v1' },
    ]);
  });

  it('the beginning of an illness of the watcher', () => {
    arrive([ofWatcher('degraded', 1), ofWatcher('degraded', 2), ofWatcher('recovered', 3), ofWatcher('recovered', 4)]);
    expect(oracle.check([], new Map())).toMatchObject([
      { kind: 'unexplained', about: 'watcher', came: 'submissionwatch.watcher.recovered.v1 (watcher/4)' },
    ]);
  });
});

describe('finds what is told twice', () => {
  beforeEach(() => {
    show(1, face('Certification', { reports: [reportMark(report)], issues: [issueMark(error)] }));
  });

  it('a message that the broker should have known', () => {
    const history = [narrator.tracked(2, 'Certification', { reports: [report], issues: [error] })];
    arrive(history);
    oracle.deliver('once', [{ messageId: 'another', event: history[0] }]);
    expect(check(history)).toEqual([{ kind: 'double', expected: `${key}/1 once`, came: 'again, as another' }]);
  });

  it('another event under the same id', () => {
    const first = narrator.tracked(2, 'Certification', { reports: [report], issues: [error] });
    arrive([first], [{ ...first, time: new Date(3).toISOString() }]);
    expect(check([first])).toMatchObject([{ kind: 'double', expected: JSON.stringify(first) }]);
  });

  it('a report', () => {
    const history = [narrator.tracked(2, 'Certification', { reports: [report], issues: [error] })];
    history.push(narrator.tell('submission.report-added', 3, { reports: [report] }));
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'double', expected: 'each report once' }]);
  });

  it('the first sight', () => {
    const again = () => narrator.tracked(2, 'Certification', { reports: [report], issues: [error] });
    const history = [again(), again()];
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'double', expected: 'one first sight' }]);
  });
});

describe('finds what the script does not explain', () => {
  beforeEach(() => {
    show(1, face('Certification'));
    show(3, face('Release'));
  });

  it('a state that never was', () => {
    const history = [narrator.tracked(2, 'Certification'), narrator.moved(4, 'Publishing')];
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'unexplained', came: expect.stringContaining('Publishing') }]);
  });

  it('a state before it was shown', () => {
    const history = [narrator.tracked(2, 'Release')];
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'unexplained' }]);
  });

  it('a step back to an older state', () => {
    const history = [narrator.tracked(4, 'Release'), narrator.moved(5, 'Certification')];
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'unexplained', came: expect.stringContaining(`${key}/2`) }]);
  });

  it('an issue that never was, and one that is an error only by name', () => {
    const raised = { ...warning, details: 'No such thing' };
    const history = [narrator.tracked(2, 'Certification')];
    history.push(narrator.tell('submission.warnings-raised', 2, { issues: [raised] }));
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'unexplained' }]);
    const other = createNarrator('addon:9NSAMPLE0ADN:2');
    const false_ = [
      other.tracked(2, 'Certification'),
      other.tell('submission.errors-raised', 2, { issues: [warning] }),
    ];
    arrive(false_);
    const performed = [
      { key, versions, isExpected: true },
      { key: 'addon:9NSAMPLE0ADN:2', versions, isExpected: true },
    ];
    const found = oracle.check(performed, new Map([['addon:9NSAMPLE0ADN:2', false_]]));
    expect(found).toMatchObject([{ kind: 'unexplained', expected: 'issues that are errors' }]);
  });

  it.each([
    ['another casing', 'certification'],
    ['no move at all', 'Certification'],
  ])('a move that is %s', (_what, to) => {
    const history = [narrator.tracked(2, 'Certification'), narrator.moved(2, to)];
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'unexplained', expected: 'a move from Certification (inProgress)' }]);
  });

  it('an absence that never was', () => {
    const history = [narrator.tracked(2, 'Certification')];
    history.push(narrator.tell('submission.unreachable', 4, { reason: 'not-found' }));
    arrive(history);
    expect(check(history)).toMatchObject([{ kind: 'unexplained' }]);
  });

  it('events of a submission that is not in the script, and such that the history lacks', () => {
    const history = [narrator.tracked(4, 'Release')];
    arrive([...history, narrator.moved(5, 'Publishing'), createNarrator('addon:9NSAMPLE0ADN:9').tracked(4, 'Release')]);
    const found = oracle.check([{ key, versions, isExpected: true }], new Map([[key, history]]));
    expect(found.map(({ kind, about, expected }) => [kind, about, expected])).toEqual([
      ['unexplained', 'addon:9NSAMPLE0ADN:9', 'submissions of the script'],
      ['unexplained', key, 'nothing that the history lacks'],
    ]);
  });

  it('what is no event, and an event that shows a secret', () => {
    const leaky = { ...narrator.tracked(2, 'Certification'), source: 'https://x.example/?sig=secret' };
    oracle.deliver('all', [
      { messageId: 'a', event: { specversion: '1.0' } },
      { messageId: 'b', event: leaky },
    ]);
    const found = oracle.check([], new Map());
    expect(found.map(({ about, expected }) => [about, expected])).toEqual([
      ['a', 'an event of the contract'],
      ['b', 'no secret'],
    ]);
  });
});

it('says of a submission the first thing that is wrong, and says it once', () => {
  show(1, face('Certification'));
  const history = [narrator.tracked(2, 'Release')];
  arrive(history);
  expect(check(history)).toHaveLength(1);
  expect(check(history)).toEqual([]);
});
