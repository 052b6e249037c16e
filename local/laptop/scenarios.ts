/** What `npm start` plays: every kind of submission, and a watched product that gets a new one. */
const playedScenarios = [
  'hardware-signed',
  'hardware-failed',
  'addon-published',
  'addon-failed',
  'addon-dropped-commit',
  'app-rollout',
  'flight-published',
  'msi-published',
  'msi-failed',
  'product-discovery',
] as const;

export interface Scenario {
  readonly name: string;
  readonly keys: readonly string[];
  /** Product keys and their names. */
  readonly products: Readonly<Record<string, string>>;
  readonly step: number;
  readonly done: boolean;
  readonly steps: number;
  readonly expects: readonly { readonly key: string; readonly type: string }[];
}

/** Talks to the simulated Partner Center's control calls. */
export function createScenarios(partnerCenterUrl: string) {
  const control = `${partnerCenterUrl}/_local/scenarios`;

  async function get(name: string): Promise<Scenario> {
    return (await succeed(await fetch(`${control}/${name}`))).json() as Promise<Scenario>;
  }

  return {
    /** Starts those that have not been started on the kept data; the others go on where they were. */
    async play(everySeconds: number): Promise<readonly Scenario[]> {
      const body = JSON.stringify({ everySeconds });
      for (const name of playedScenarios) {
        if ((await get(name)).step > 0) continue;
        await succeed(await fetch(`${control}/${name}`, { method: 'POST', body }));
      }
      return Promise.all(playedScenarios.map(get));
    },
  };
}

async function succeed(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response;
}
