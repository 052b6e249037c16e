import { durationText } from '../../shared/domain/duration-text.ts';

it.each([
  [-5, '0 s'],
  [0, '0 s'],
  [0.9, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [61, '1 min 1 s'],
  [3_600, '1 h'],
  [3_659, '1 h'],
  [8_040, '2 h 14 min'],
  [86_400, '1 d'],
  [90_061, '1 d 1 h'],
  [100 * 86_400, '100 d'],
])('%d seconds are "%s"', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
