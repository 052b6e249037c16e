import { issuesBeyond } from '../../shared/domain/same-issue.ts';
import { anError, aWarning } from '../support/an-observation.ts';

describe('issues beyond those known', () => {
  it('are the new ones, in the order in which they were read', () => {
    const known = [anError('a'), anError('b')];
    expect(issuesBeyond([anError('z'), anError('b'), anError('c')], known)).toEqual([anError('z'), anError('c')]);
  });

  it('are counted: three equal ones against one leave two', () => {
    expect(issuesBeyond([anError(), anError(), anError()], [anError()])).toEqual([anError(), anError()]);
  });

  it.each([
    ['the details', anError('a'), anError('b')],
    ['the code', anError('a', 'InvalidState'), anError('a', 'MissingFiles')],
    ['the severity', anError('a', 'Other'), aWarning('a', 'Other')],
    ['a number in the details', anError('error 17'), anError('error 18')],
    ['what stands for a separator', anError('b', 'a|'), anError('|b', 'a')],
  ])('tell apart what differs in %s', (_what, known, read) => {
    expect(issuesBeyond([read], [known])).toEqual([read]);
  });

  it.each([
    ['casing', 'File Icon.PNG', 'file icon.png'],
    ['white space', ' two\t\r\nwords', 'two words '],
    [
      'GUIDs',
      'run 3f1d2a70-58c4-4a0e-9a6e-0c1b9f7de001 of 3F1D2A70-58C4-4A0E-9A6E-0C1B9F7DE001',
      'run 11111111-58c4-4a0e-9a6e-0c1b9f7de001 of 22222222-58C4-4A0E-9A6E-0C1B9F7DE001',
    ],
  ])('do not count a difference of %s', (_what, known, read) => {
    expect(issuesBeyond([anError(read)], [anError(known)])).toEqual([]);
  });
});
