import {
  moreText,
  type Notification,
  severitiesByWeight,
  shortened,
  weightOf,
} from '../../shared/domain/notification.ts';

const lines = (...texts: string[]) => texts.map((text) => ({ text }));
const notification: Notification = {
  severity: 'error',
  word: 'Failed',
  title: 'Maps',
  facts: [
    { label: 'Product', text: '9NSAMPLE0ADN' },
    { label: 'State', text: 'CertificationFailed' },
  ],
  sections: [
    { heading: 'Errors (3)', lines: lines('a', 'b', 'c'), more: 0 },
    { heading: 'Warnings (5)', lines: lines('d', 'e', 'f'), more: 2 },
  ],
  links: [{ text: 'Partner Center', url: 'https://partner.microsoft.com/' }],
  at: '2026-03-02T08:00:00.000Z',
  isReplay: false,
};

function stepsOf(whole: Notification): Notification[] {
  const next = shortened(whole);
  return next === undefined ? [] : [next, ...stepsOf(next)];
}

describe('a message that does not fit', () => {
  const steps = stepsOf(notification);

  it('loses the last line of its longest section first, and counts it', () => {
    expect(steps.slice(0, 2).map(({ sections }) => sections.map((one) => [one.lines.length, one.more]))).toEqual([
      [
        [3, 0],
        [2, 3],
      ],
      [
        [2, 1],
        [2, 3],
      ],
    ]);
  });

  it('keeps the count of every section as long as it has it', () => {
    for (const { sections } of steps) {
      const counts = sections.map((one) => one.lines.length + one.more);
      expect(counts).toEqual([3, 5].slice(0, counts.length));
    }
  });

  it('loses sections and then facts, from the last on, and never headline and links', () => {
    const heads = steps.map(({ sections, facts }) => [sections.length, facts.length]);
    expect(heads).toEqual([...Array.from({ length: 6 }, () => [2, 2]), [1, 2], [0, 2], [0, 1], [0, 0]]);
    expect(steps.at(-1)).toEqual({ ...notification, sections: [], facts: [] });
  });
});

it('counts what was left out in words, and nothing where all is there', () => {
  expect([moreText(12), moreText(1), moreText(0)]).toEqual(['and 12 more', 'and 1 more', undefined]);
});

it('weighs an error more than a warning, a success and a word of information', () => {
  expect(severitiesByWeight.map(weightOf)).toEqual([4, 3, 2, 1]);
});
