import type { Diagnosis, Finding } from '../../shared/domain/diagnosis.ts';

const marks: Readonly<Record<Finding['status'], string>> = {
  ok: 'ok      ',
  warning: 'WARNING ',
  failed: 'FAILED  ',
  skipped: 'skipped ',
};

/** A diagnosis in lines, one a finding. */
export function reportOf({ status, findings }: Diagnosis): readonly string[] {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(({ check, status: one, message }) => `${marks[one]}${check.padEnd(width)}  ${message}`);
  const failed = findings.filter((finding) => finding.status === 'failed').length;
  const warned = findings.filter((finding) => finding.status === 'warning').length;
  const verdict =
    status === 'failed' ? `${failed} failed.` : warned > 0 ? `No failure, ${warned} to look at.` : 'All is well.';
  return [...lines, '', verdict];
}
