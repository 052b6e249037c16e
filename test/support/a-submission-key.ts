import type { Kind, SubmissionKey } from '../../shared/domain/submission-key.ts';
import { keyOf } from './key-of.ts';

/** A made-up key of each kind; the ids are those of the sample bodies. */
export const keyTexts: Readonly<Record<Kind, string>> = {
  hardware: 'hardware:13635057453741329:1152921504621441930',
  addon: 'addon:9NSAMPLE0ADN:1152921505689378154',
  app: 'app:9NSAMPLE0APP:1152921505694880312',
  flight: 'flight:9NSAMPLE0APP:6f0a51c2-3d77-4e18-9b0d-84c1d2e3f405:1152921505695500790',
  msi: 'msi:9b2d7c10-5a4e-4f6b-8c3d-2e1f0a9b8c7d:1152921505700517065',
};

export function aSubmissionKey(kind: Kind = 'addon'): SubmissionKey {
  return keyOf(keyTexts[kind]);
}
