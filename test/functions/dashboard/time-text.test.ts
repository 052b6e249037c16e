import { agoText, roughDuration, sinceText } from '../../../functions/dashboard/time-text.ts';

const now = new Date('2026-03-02T08:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();

describe('times in words', () => {
  it.each([
    [-30, 'just now'],
    [3, 'just now'],
    [42, '42 s ago'],
    [60, '1 min ago'],
    [3_599, '59 min ago'],
    [3 * 3_600 + 720, '3 h ago'],
    [13 * 86_400, '13 d ago'],
  ])('%i s ago: %s', (seconds, text) => {
    expect(agoText(ago(seconds), now)).toBe(text);
  });

  it('are dates after a fortnight, with the year where it is another', () => {
    expect(agoText(ago(20 * 86_400), now)).toMatch(/10|Feb/);
    expect(agoText(ago(20 * 86_400), now)).not.toMatch(/2026/);
    expect(agoText(ago(400 * 86_400), now)).toMatch(/2025/);
  });

  it('leave out seconds that nobody reads', () => {
    expect(sinceText(ago(42), now)).toBe('42 s');
    expect(sinceText(ago(3 * 3_600 + 12 * 60 + 7), now)).toBe('3 h 12 min');
    expect(roughDuration(2 * 3_600 + 3_000)).toBe('2 h');
    expect(roughDuration(0)).toBe('0 s');
  });
});
