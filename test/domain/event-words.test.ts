import { readEvent } from '../../shared/contract/received-event.ts';
import { briefOf, moveText, reasonText, rolloutText, wordOf } from '../../shared/domain/event-words.ts';
import { exampleEvents, exampleWith } from '../support/example-events.ts';
import { failure } from '../support/webhook-answers.ts';

const moved = (data: object) => exampleWith('submission.state-changed', { ...failure, ...data });
const ofType = (type: string) => {
  const received = readEvent({ ...exampleWith('submission.discovered', {}).event, type });
  if (received === undefined) throw new Error('Not an event');
  return received;
};

describe('what happened, in a word', () => {
  it('is said of every type of event, and of no two alike', () => {
    const words = [...exampleEvents().values()].map(wordOf);
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(word).toMatch(/^[A-Z][a-z ]+$/);
  });

  it.each([
    ['draft', 'backward', 'Draft again'],
    ['inProgress', 'forward', 'Moved on'],
    ['inProgress', 'unknown', 'Moved on'],
    ['inProgress', 'backward', 'Went back'],
    ['waiting', 'forward', 'Waiting for you'],
    ['succeeded', 'forward', 'Finished'],
    ['failed', 'backward', 'Failed'],
    ['canceled', 'forward', 'Canceled'],
    ['unknown', 'unknown', 'Changed'],
  ])('a move to %s, %s, is "%s"', (toOutcome, direction, word) => {
    expect(wordOf(moved({ toOutcome, direction }))).toBe(word);
  });

  it.each([
    ['submissionwatch.submission.budget-spent.v2', 'Budget spent'],
    ['submissionwatch.submission.state-changed.v99', 'State changed'],
    ['com.example.thing', 'Thing'],
    ['thing', 'Thing'],
    ['\u0000', 'Event'],
  ])('of a type that this version does not know, %j, it is "%s"', (type, word) => {
    expect(wordOf(ofType(type))).toBe(word);
  });
});

describe('what happened, in a line', () => {
  it.each([
    ['submission.state-changed', { from: 'Release', to: 'Published' }, 'Release → Published'],
    ['submission.errors-raised', { issues: [], omitted: { issues: 7 } }, '7'],
    [
      'submission.artifact-available',
      { artifacts: ['signedPackage', 'driverMetadata'] },
      'signedPackage, driverMetadata',
    ],
    [
      'submission.rollout-changed',
      { from: null, to: { percentage: 10, status: 'X' } },
      'no gradual rollout → 10 % (X)',
    ],
    ['submission.stalled', { sinceSeconds: 90_000, state: 'signing/started' }, '1 d 1 h in signing/started'],
    ['submission.unreachable', { reason: 'not-found', status: 404 }, 'not found (HTTP 404)'],
    ['submission.tracked', { state: 'Certification' }, 'Certification'],
  ])('has the main figure of %s', (name, data, figure) => {
    const received = exampleWith(name, data);
    expect(briefOf(received)).toBe(`${wordOf(received)}: ${figure}`);
  });

  it.each([exampleWith('submission.discovered', {}), ofType('com.example.thing')])(
    'is the word alone where there is no figure',
    (received) => {
      expect(briefOf(received)).toBe(wordOf(received));
    },
  );
});

describe('texts from outside', () => {
  it('lie in one line, whatever they hold', () => {
    expect(moveText('a\nb', 'c\u202ed')).not.toMatch(/[\n\u202e]/u);
    expect(rolloutText({ percentage: 25, status: 'In\tProgress' })).toBe('25 % (In Progress)');
    expect(reasonText({ reason: 'invalid-request' })).toBe('invalid request');
  });
});
