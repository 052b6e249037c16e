import type { Event } from '../../shared/contract/event.ts';
import type { Observation } from '../../shared/domain/snapshot.ts';
import { endsRun, finishedRun, staysOf } from '../../shared/domain/stay.ts';
import { newlyTracked, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { decide } from '../support/decide.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const iso = (seconds: number) => new Date(start + seconds * 1000).toISOString();

/** The events of such reads, oldest first. */
function eventsOf(reads: readonly (readonly [seconds: number, read: Observation])[], kind?: 'msi'): Event[] {
  let current: TrackedSubmission = newlyTracked(aSubmissionKey(kind), new Date(start));
  return reads.flatMap(([seconds, read]) => {
    const { next, events } = decide(current, read, new Date(start + seconds * 1000));
    current = next;
    return [...events];
  });
}

describe('stays', () => {
  it('follow each other without a gap, and the last one lasts', () => {
    const reports = [{ url: 'https://r.example/1' }];
    const stays = staysOf(
      eventsOf([
        [0, { state: 'CommitStarted' }],
        [10, { state: 'Certification' }],
        [20, { state: 'Certification', reports }],
        [30, { state: 'CertificationFailed', reports }],
      ]),
    );

    expect(stays).toEqual([
      { state: 'CommitStarted', outcome: 'inProgress', since: iso(0), until: iso(10) },
      { state: 'Certification', outcome: 'inProgress', since: iso(10), until: iso(30) },
      { state: 'CertificationFailed', outcome: 'failed', since: iso(30) },
    ]);
  });

  it('of no events are none', () => {
    expect(staysOf([])).toEqual([]);
  });

  it('begin anew where only the outcome moves', () => {
    const stays = staysOf(
      eventsOf(
        [
          [0, { state: 'FAILED', hasFailed: false }],
          [60, { state: 'FAILED', hasFailed: true }],
        ],
        'msi',
      ),
    );

    expect(stays.map(({ state, outcome, since }) => [state, outcome, since])).toEqual([
      ['FAILED', 'inProgress', iso(0)],
      ['FAILED', 'failed', iso(60)],
    ]);
    expect(finishedRun(stays)?.states).toEqual([{ state: 'FAILED', seconds: 60, toEnd: 60 }]);
  });
});

describe('a finished run', () => {
  it('has each state with the time in it and the time from it to the end', () => {
    const events = eventsOf([
      [0, { state: 'CommitStarted' }],
      [10, { state: 'Certification' }],
      [110, { state: 'CommitStarted' }],
      [115, { state: 'Certification' }],
      [315, { state: 'Published' }],
    ]);

    expect(finishedRun(staysOf(events))).toEqual({
      outcome: 'succeeded',
      states: [
        { state: 'CommitStarted', seconds: 15, toEnd: 315 },
        { state: 'Certification', seconds: 300, toEnd: 305 },
      ],
    });
  });

  it('is the last one of a submission that was sent in again', () => {
    const events = eventsOf([
      [0, { state: 'Certification' }],
      [50, { state: 'CertificationFailed' }],
      [1_000, { state: 'Certification' }],
      [1_070, { state: 'Published' }],
    ]);

    expect(finishedRun(staysOf(events))).toEqual({
      outcome: 'succeeded',
      states: [{ state: 'Certification', seconds: 70, toEnd: 70 }],
    });
  });

  it.each<[string, [number, Observation][]]>([
    ['is under way', [[0, { state: 'Certification' }]]],
    ['was over at first sight', [[0, { state: 'Published' }]]],
    [
      'only went from one end to another',
      [
        [0, { state: 'CertificationFailed' }],
        [10, { state: 'Canceled' }],
      ],
    ],
  ])('is none where a submission %s', (_name, reads) => {
    expect(finishedRun(staysOf(eventsOf(reads)))).toBeUndefined();
    expect(endsRun(eventsOf(reads))).toBe(false);
  });

  it('is told by the events that end it', () => {
    const events = eventsOf([
      [0, { state: 'Certification' }],
      [10, { state: 'CertificationFailed', errors: [{ severity: 'error', code: 'Other', details: '' }] }],
    ]);

    expect(endsRun(events.slice(0, 1))).toBe(false);
    expect(endsRun(events.slice(1))).toBe(true);
  });

  it('has no negative time where clocks differ', () => {
    const [tracked, moved] = eventsOf([
      [100, { state: 'Certification' }],
      [200, { state: 'Published' }],
    ]);
    if (tracked === undefined || moved === undefined) throw new Error('there are two');

    const run = finishedRun(staysOf([tracked, { ...moved, time: iso(90) }]));

    expect(run?.states).toEqual([{ state: 'Certification', seconds: 0, toEnd: 0 }]);
  });
});
