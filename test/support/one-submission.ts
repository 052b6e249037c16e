import { startLaptop } from './laptop.ts';
import { asOperator } from './operator.ts';

export const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';

/** Ids of its events. */
export const ids = (...sequences: readonly number[]) => sequences.map((sequence) => `${addon}/${sequence}`);

/** A laptop whose app tracks one submission, which has changed once: its events 1 and 2 have come to the subscriber. */
export async function startWithOneSubmission() {
  const laptop = await startLaptop();
  const operator = asOperator(laptop);
  async function changeTo(status: string): Promise<void> {
    await laptop.put(addon, { friendlyName: 'Maps', status });
    await laptop.pass();
  }
  await operator.startHost();
  await operator.track(addon);
  await laptop.pass();
  await changeTo('Certification');
  expect(await operator.idsReceived()).toEqual(ids(1, 2));
  return { laptop, operator, changeTo };
}
