import { reportsBeyond } from '../../shared/domain/same-report.ts';

const date = '2025-05-22T14:03:11.517Z';
const later = '2025-05-27T07:41:09.000Z';
const url = 'https://partner.microsoft.com/reports/r-1';
const other = 'https://partner.microsoft.com/reports/r-2';

describe('reports beyond those seen', () => {
  it.each([
    ['with the same date and link', { date, url }, { date, url }],
    ['with a date of fewer digits', { date, url }, { date: '2025-05-22T14:03:11.000Z', url }],
    ['with another query in its link', { date, url }, { date, url: `${url}?sig=x` }],
    ['without its date', { date, url }, { url }],
    ['without its link', { date, url }, { date }],
    ['that had no date before', { url }, { date, url }],
    ['of which only its presence is stated', { date, url }, {}],
    ['of which only its presence was known', {}, { date, url }],
  ])('do not hold one %s', (_what, seen, read) => {
    expect(reportsBeyond([read], [seen])).toEqual([]);
  });

  it.each([
    ['another date', { date, url }, { date: later, url }],
    ['another link', { date, url }, { date, url: other }],
    ['nothing in common to compare', { date }, { url }],
  ])('hold one with %s', (_what, seen, read) => {
    expect(reportsBeyond([read], [seen])).toEqual([read]);
  });

  it('are counted: a second report equal to the first is new', () => {
    expect(reportsBeyond([{ date }, { date }], [{ date }])).toEqual([{ date }]);
  });

  it('do not let a lenient match take the place of an exact one', () => {
    const seen = [{ date, url }, { url }];
    expect(reportsBeyond([{ url }, { date, url }, { date: later, url: other }], seen)).toEqual([
      { date: later, url: other },
    ]);
  });
});
