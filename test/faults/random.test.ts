import { createRandom } from './random.ts';

const numbers = (seed: string) => {
  const random = createRandom(seed);
  return Array.from({ length: 50 }, () => random.next());
};

it('gives the same numbers for the same seed, and others for another', () => {
  expect(numbers('1')).toEqual(numbers('1'));
  expect(numbers('1')).not.toEqual(numbers('2'));
});

it('does not move a stream by what is drawn from another', () => {
  const [random, other] = [createRandom('1'), createRandom('1')];
  other.next();
  other.stream('b').next();
  expect(other.stream('a').guid()).toBe(random.stream('a').guid());
});

it('spreads over its range, whatever the seed', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = createRandom(`${seed}`);
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 4_000; draw += 1) counts[random.int(0, 3)] = (counts[random.int(0, 3)] ?? 0) + 1;
    expect(Math.min(...counts)).toBeGreaterThan(800);
  }
});

it('draws within bounds, and from a list what is in it', () => {
  const random = createRandom('bounds');
  for (let draw = 0; draw < 1_000; draw += 1) {
    expect([5, 6, 7]).toContain(random.int(5, 7));
    expect(['a', 'b']).toContain(random.pick(['a', 'b']));
  }
  expect(random.chance(0)).toBe(false);
  expect(random.chance(1)).toBe(true);
  expect(random.guid()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(() => random.pick([])).toThrow('nothing to pick');
});
