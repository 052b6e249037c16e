import { diagnoseFunction } from '../../functions/diagnose.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';

const findings = [{ check: 'topic', part: 'topic', open: async () => ({ outcome: 'open' as const }) }] as const;

describe('POST diagnose', () => {
  it('needs a key', () => {
    const options = diagnoseFunction(createFakeServices().services, () => {
      throw new Error('not asked');
    });
    expect(options).toMatchObject({ methods: ['POST'], route: 'diagnose', authLevel: 'function' });
  });

  it('answers with what was found, good or bad', async () => {
    const options = diagnoseFunction(createFakeServices().services, () => ({
      partnerCenter: async () => ({
        token: async () => ({ outcome: 'refused', message: 'AADSTS90002: hunter2' }),
        list: async () => ({ outcome: 'listed', count: 1 }),
        read: async () => ({ outcome: 'failed', failure: { reason: 'timeout', message: 'x' }, requests: 1 }),
      }),
      store: async () => Promise.reject(new Error('dead')),
      hasSellerId: false,
      parts: findings,
    }));

    const answer = await callFunction(options, 'diagnose');

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'failed' });
    expect(answer.text).toContain('correct PARTNER_CENTER_TENANT_ID');
    expect(answer.text).not.toContain('hunter2');
  });
});
