import { createPartnerCenter } from '../../shared/adapters/partner-center/client.ts';
import type { Kind, SubmissionKey } from '../../shared/domain/submission-key.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { useHttpServers } from '../support/http-server.ts';
import { issueTokens } from '../support/issued-tokens.ts';
import { keyOf } from '../support/key-of.ts';
import { secretsIn, useSimulatedPartnerCenter } from '../support/simulated-partner-center.ts';

const noSignal = new AbortController().signal;

const models: Readonly<Record<Kind, Readonly<Record<string, unknown>>>> = {
  hardware: { commitStatus: 'CommitPending' },
  addon: { status: 'Certification' },
  app: { status: 'Certification' },
  flight: { status: 'Certification' },
  msi: { publishingStatus: 'INPROGRESS' },
};

describe('the list of a product', () => {
  const simulated = useSimulatedPartnerCenter();
  const startServer = useHttpServers();

  async function put(kind: Kind): Promise<SubmissionKey> {
    await simulated.control('PUT', `submissions/${keyTexts[kind]}`, models[kind]);
    return keyOf(keyTexts[kind]);
  }

  it('has all of a hardware product, over its pages, each id as it is', async () => {
    const product = keyOf(keyTexts.hardware).product;
    const ids = Array.from({ length: 7 }, (_, index) => String(1_152_921_504_621_467_600n + BigInt(index)));
    for (const id of ids) await simulated.control('PUT', `submissions/${product.text}:${id}`, {});

    for (const paging of [{ pageSize: 3 }, { pageSize: 3, stuck: true }, { pageSize: 100 }]) {
      await simulated.control('PUT', 'paging', paging);
      const result = await simulated.partnerCenter.list(product, noSignal);
      if (result.outcome === 'failed') throw new Error(result.failure.message);
      expect([...new Set(result.listing.submissionIds)].toSorted()).toEqual(ids);
    }
  });

  it.each(['addon', 'app', 'flight', 'msi'] as const)('has what a product of the kind %s points to', async (kind) => {
    const key = await put(kind);

    const result = await simulated.partnerCenter.list(key.product, noSignal);

    expect(result).toMatchObject({ outcome: 'listed', listing: { submissionIds: [key.submissionId] } });
    expect(secretsIn(result)).toEqual([]);
  });

  it('fails as a read does, and is never empty for it', async () => {
    for (const kind of ['hardware', 'app', 'msi'] as const) {
      const key = await put(kind);
      for (const fault of [{ status: 500 }, { status: 404 }, 'html', 'empty', 'reset']) {
        await simulated.control('POST', 'faults', { times: 1, fault });
        expect(await simulated.partnerCenter.list(key.product, noSignal)).toMatchObject({ outcome: 'failed' });
      }
    }
  });

  it('goes on at the configured host, whatever host its links name', async () => {
    const other = await startServer((_request, response) => response.end('{"value":[]}'));
    const server = await startServer((request, response) => {
      const isFirst = !request.url?.includes('continuationToken');
      const href = `${other.url}/v2.0/my/hardware/products/1/submissions?pageSize=2&continuationToken=a%2Bb`;
      const links = isFirst ? [{ href, rel: 'next_link', method: 'GET' }] : [];
      response.end(JSON.stringify({ value: [{ id: isFirst ? 11 : 12 }], links }));
    });
    const { tokens } = issueTokens();
    const options = {
      devCenterUrl: server.url,
      storeUrl: server.url,
      tokens,
      timeoutSeconds: 20,
      now: () => new Date(),
    };

    const result = await createPartnerCenter(options).list(keyOf('hardware:1:1').product, noSignal);

    expect(result).toMatchObject({ outcome: 'listed', listing: { submissionIds: ['11', '12'] } });
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v2.0/my/hardware/products/1/submissions',
      '/v2.0/my/hardware/products/1/submissions?pageSize=2&continuationToken=a%2Bb',
    ]);
    expect(other.requests).toEqual([]);
  });

  it('ends where a token comes again, which would lead round for ever', async () => {
    let page = 0;
    const server = await startServer((_request, response) => {
      page += 1;
      const href = `/v2.0/my/hardware/products/1/submissions?continuationToken=${page % 2 === 0 ? 'even' : 'odd'}`;
      response.end(JSON.stringify({ value: [{ id: page }], links: [{ href, rel: 'next_link', method: 'GET' }] }));
    });
    const { tokens } = issueTokens();
    const urls = { devCenterUrl: server.url, storeUrl: server.url };
    const client = createPartnerCenter({ ...urls, tokens, timeoutSeconds: 20, now: () => new Date() });

    const result = await client.list(keyOf('hardware:1:1').product, noSignal);

    expect(result).toMatchObject({ outcome: 'listed', requests: 3 });
  });

  it('ends, whatever new token each page names', async () => {
    let page = 0;
    const server = await startServer((_request, response) => {
      page += 1;
      const href = `/v2.0/my/hardware/products/1/submissions?continuationToken=t${page}`;
      response.end(JSON.stringify({ value: [{ id: page }], links: [{ href, rel: 'next_link', method: 'GET' }] }));
    });
    const { tokens } = issueTokens();
    const client = createPartnerCenter({
      devCenterUrl: server.url,
      storeUrl: server.url,
      tokens,
      timeoutSeconds: 20,
      now: () => new Date(),
    });

    const result = await client.list(keyOf('hardware:1:1').product, noSignal);

    expect(result).toMatchObject({ outcome: 'listed', requests: 50 });
    expect(server.requests).toHaveLength(50);
  });
});
