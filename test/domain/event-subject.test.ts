import { submissionText } from '../../shared/domain/event-subject.ts';

const said = (kind: string) => submissionText({ kind, submissionId: '1152921505700517065', severity: 'info' });

it.each([
  ['hardware', 'Hardware submission 1152921505700517065'],
  ['msi', 'MSI/EXE app submission 1152921505700517065'],
  ['gadget', 'Submission 1152921505700517065'],
  ['constructor', 'Submission 1152921505700517065'],
])('a submission of the kind %s is called "%s"', (kind, text) => {
  expect(said(kind)).toBe(text);
});

it('what is about no submission is called nothing', () => {
  expect(submissionText({ severity: 'info' })).toBeUndefined();
});
