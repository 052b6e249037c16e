import fc from 'fast-check';
import { durationText } from '../../shared/domain/duration-text.ts';
import { cutText, plainText } from '../../shared/domain/plain-text.ts';

describe('plainText', () => {
  it.each([
    ['one line of two\nor\tthree\r\n', 'one line of two or three'],
    ['\u0000\u001b[31mred\u007f\u0085', '[31mred'],
    ['\u202eexe.\u2066gpj\u2069\u200f', 'exe.gpj'],
    ['zero\u200bwidth\u2060\ufeff', 'zerowidth'],
    ['families stay: 👨‍👩‍👧', 'families stay: 👨‍👩‍👧'],
    ['می‌خواهم', 'می‌خواهم'],
    ['lone \ud800 half', 'lone \ufffd half'],
    ['   ', ''],
  ])('%j is %j', (text, expected) => {
    expect(plainText(text, 200)).toBe(expected);
  });

  it('is never longer than asked for, well-formed, and the same when done twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const once = plainText(text, 40);
        expect(once.length).toBeLessThanOrEqual(40);
        expect(once.isWellFormed()).toBe(true);
        expect(once).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(plainText(once, 40)).toBe(once);
      }),
    );
  });
});

describe('cutText', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['abcd efg', 6, 'abcd…'],
    ['😀😀😀', 4, '😀…'],
  ])('%j to %d is %j', (text, longest, expected) => {
    expect(cutText(text, longest)).toBe(expected);
  });
});

describe('durationText', () => {
  it.each([
    [0, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [3_599, '59 min 59 s'],
    [8_040, '2 h 14 min'],
    [86_400, '1 d'],
    [90_061, '1 d 1 h'],
    [-5, '0 s'],
  ])('%d s is %s', (seconds, expected) => {
    expect(durationText(seconds)).toBe(expected);
  });
});
