import { eventCsv } from '../../functions/api/event-csv.ts';
import { aSubmission } from '../support/a-submission.ts';
import { decide } from '../support/decide.ts';

/** The cell of the name, out of a table with one event. */
function cellOf(name: string): string {
  const { events } = decide(aSubmission(), { state: 'Certification', name, reports: [{ url: 'https://r.example/1' }] });
  const [, line = ''] = eventCsv([...events]).split('Z,report-added,info,');
  return line.slice(0, line.indexOf(',Certification,inProgress,'));
}

describe('a cell', () => {
  it.each([
    ['=1+1', `'=1+1`],
    ['+1', `'+1`],
    ['-1', `'-1`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `'\t=1`],
    ['  =1', `'  =1`],
    ['\u0000=1', `'\u0000=1`],
    ['＝1', `'＝1`],
    ['＠SUM', `'＠SUM`],
    ['\r=1', `"'\r=1"`],
    ['\n=1,2', `"'\n=1,2"`],
    ['="a"', `"'=""a"""`],
  ])('that a spreadsheet would run, %j, is led by an apostrophe', (name, expected) => {
    expect(cellOf(name)).toBe(expected);
  });

  it.each([
    ['Contoso', 'Contoso'],
    ['a=b', 'a=b'],
    ['Contoso, Ltd.', '"Contoso, Ltd."'],
    ['the "best"', '"the ""best"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['Straße 👩🏽‍💻', 'Straße 👩🏽‍💻'],
  ])('that is harmless, %j, is %j', (name, expected) => {
    expect(cellOf(name)).toBe(expected);
  });
});
