import { createFaults } from '../../local/partner-center/faults.ts';
import { answerNames, blows, planRound } from './plan.ts';
import { createRandom } from './random.ts';
import { channelSteps, steps } from './world/steps.ts';

const planned = (seed: number, count: number) => {
  const random = createRandom(`${seed}`);
  return Array.from({ length: count }, (_, index) => planRound(random.stream(`round ${index}`), index));
};

it('plans the same rounds for the same seed, and others for another', () => {
  expect(planned(1, 20)).toEqual(planned(1, 20));
  expect(planned(1, 20)).not.toEqual(planned(2, 20));
});

it('comes to every blow at every step, and to every fault of Partner Center', () => {
  const rounds = planned(1, 2_000);
  const strikes = rounds.flatMap(({ beats }) => beats.flatMap((beat) => beat.strikes));
  const moments = new Set(strikes.map(({ blow, moment }) => `${blow} ${moment.step}`));
  for (const blow of blows) expect(moments).toContain(`${blow} any`);
  for (const step of steps) expect(moments).toContain(`kill the app ${step}`);
  const answers = rounds.flatMap((round) => round.answers.map(({ name }) => name));
  expect([...new Set(answers)].sort()).toEqual([...answerNames].sort());
});

it('strikes the second host only where there is one', () => {
  for (const { beats, hasSecondHost } of planned(3, 500)) {
    const struck = new Set(beats.flatMap((beat) => beat.strikes.map(({ host }) => host)));
    expect(struck.has('second') && !hasSecondHost).toBe(false);
  }
});

it('asks the simulated Partner Center only for faults that it has', () => {
  const faults = createFaults();
  for (const { answers } of planned(4, 500)) for (const { rule } of answers) faults.add(rule);
  expect(faults.list().length).toBeGreaterThan(100);
});

it('comes to every step of a channel, and lets a webhook be down for about a third of the passes', () => {
  const beats = planned(5, 500).flatMap((round) => round.beats.flatMap(({ channels }) => channels ?? []));
  const struck = new Set(beats.flatMap(({ kill }) => (kill === undefined ? [] : [kill.step])));
  expect([...struck].sort()).toEqual([...channelSteps].sort());
  const down = beats.filter(({ isDown }) => isDown).length / beats.length;
  expect(down).toBeGreaterThan(0.28);
  expect(down).toBeLessThan(0.39);
  const answers = new Set(beats.flatMap((beat) => beat.answers.map(({ answer }) => JSON.stringify(answer))));
  expect(answers.size).toBe(8);
});
