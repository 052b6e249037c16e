import { createAccessTokens, type TokenSource } from '../../shared/adapters/partner-center/access-tokens.ts';
import { createFixedClock } from '../support/fixed-clock.ts';
import { issueTokens, tokenMark } from '../support/issued-tokens.ts';

const scope = 'https://manage.devcenter.microsoft.com/.default';

describe('access tokens', () => {
  it('are asked for once, however many wait for one', async () => {
    const { tokens, asked } = issueTokens();

    const got = await Promise.all(Array.from({ length: 50 }, () => tokens.get(scope)));

    expect(asked).toEqual([scope]);
    expect(new Set(got)).toEqual(new Set([`${tokenMark}1`]));
  });

  it('are kept apart by scope', async () => {
    const { tokens, asked } = issueTokens();

    const [first, second] = await Promise.all([
      tokens.get(scope),
      tokens.get('https://api.store.microsoft.com/.default'),
    ]);

    expect(asked).toHaveLength(2);
    expect(first).not.toBe(second);
  });

  it('are renewed five minutes before they end', async () => {
    const clock = createFixedClock();
    const { tokens, asked } = issueTokens(clock, 3_600);
    await tokens.get(scope);

    clock.advance(3_299);
    expect(await tokens.get(scope)).toBe(`${tokenMark}1`);
    clock.advance(1);
    expect(await tokens.get(scope)).toBe(`${tokenMark}2`);
    expect(asked).toHaveLength(2);
  });

  it('are asked for once after one was refused, however many were refused it', async () => {
    const { tokens, asked } = issueTokens();
    const refused = await tokens.get(scope);

    const renewed = await Promise.all(
      Array.from({ length: 20 }, async () => {
        tokens.reject(scope, refused);
        return tokens.get(scope);
      }),
    );

    expect(asked).toHaveLength(2);
    expect(new Set(renewed)).toEqual(new Set([`${tokenMark}2`]));
  });

  it('are not thrown away for the refusal of an older one', async () => {
    const { tokens, asked } = issueTokens();
    const old = await tokens.get(scope);
    tokens.reject(scope, old);
    const renewed = await tokens.get(scope);

    tokens.reject(scope, old);

    expect(await tokens.get(scope)).toBe(renewed);
    expect(asked).toHaveLength(2);
  });

  it('come from a new source after a refusal, because sources keep tokens of their own', async () => {
    const clock = createFixedClock();
    let sources = 0;
    const tokens = createAccessTokens(async (): Promise<TokenSource> => {
      sources += 1;
      const token = `of source ${sources}`;
      return async () => ({ token, expiresOnTimestamp: clock.now().getTime() + 3_600_000 });
    }, clock.now);

    const first = await tokens.get(scope);
    tokens.reject(scope, first);

    expect([first, await tokens.get(scope)]).toEqual(['of source 1', 'of source 2']);
  });

  it('are asked for anew where the authority has not answered for a minute, and the late answer is taken too', async () => {
    const clock = createFixedClock();
    const answers: ((token: string) => void)[] = [];
    const tokens = createAccessTokens(
      async () => () =>
        new Promise((resolve) => {
          answers.push((token) => resolve({ token, expiresOnTimestamp: clock.now().getTime() + 3_600_000 }));
        }),
      clock.now,
    );
    const asked = async (count: number) => {
      while (answers.length < count) await new Promise(setImmediate);
    };

    const first = tokens.get(scope);
    await asked(1);
    clock.advance(59);
    const second = tokens.get(scope);
    clock.advance(1);
    const third = tokens.get(scope);
    await asked(2);
    answers[1]?.('of the second request');
    expect(await third).toBe('of the second request');
    answers[0]?.('of the first request');

    expect([await first, await second]).toEqual(['of the first request', 'of the first request']);
    expect(answers).toHaveLength(2);
  });

  it.each([
    ['its source cannot be made', 1, 0],
    ['the source gives none', 0, 1],
  ])('are asked for anew when %s', async (_name, brokenSources, brokenTokens) => {
    const clock = createFixedClock();
    const broken = { sources: brokenSources, tokens: brokenTokens };
    const failing = (what: 'sources' | 'tokens') => {
      broken[what] -= 1;
      if (broken[what] >= 0) throw new Error('AADSTS7000222: the secret has expired');
    };
    const tokens = createAccessTokens(async () => {
      failing('sources');
      return async () => {
        failing('tokens');
        return { token: 'good', expiresOnTimestamp: clock.now().getTime() + 3_600_000 };
      };
    }, clock.now);

    const waiting = await Promise.allSettled([tokens.get(scope), tokens.get(scope)]);

    expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await tokens.get(scope)).toBe('good');
  });
});
