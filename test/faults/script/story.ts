import type { HardwareModel, MsiModel, StoreModel } from '../../../local/partner-center/submission-model.ts';
import type { Random } from '../random.ts';
import type { Face } from './face.ts';

/** What Partner Center is made to say of a submission, and how a watcher is to see it. */
export interface Told {
  readonly model: Partial<HardwareModel> | Partial<StoreModel> | Partial<MsiModel>;
  readonly face: Face;
}

/**
 * The life of one submission, turn by turn. The first call is how it is at first; undefined once nothing more happens to it.
 */
export type Story = () => Told | undefined;

const troubles = [
  'The INF names no catalog',
  'Signature mismatch,  see {sas}',
  'Workflow {guid} was ended',
  'Test account  reviewer@example.com was refused',
  'Screenshot <b>1</b> & 2 do not show the product',
];

/** A text as Partner Center writes them: links with a new signature and ids of an attempt differ from read to read. */
export function trouble(random: Random): string {
  return random.pick(troubles).replace('{guid}', random.guid());
}
