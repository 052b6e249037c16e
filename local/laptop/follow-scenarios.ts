import type { Scenario } from './scenarios.ts';

/**
 * Tracks and watches what the scenarios have, as a person would: over the API of the app.
 * @throws Error with the answer, where the app refuses one.
 */
export async function followScenarios(url: string, key: string, scenarios: readonly Scenario[]): Promise<void> {
  for (const path of scenarios.flatMap(pathsToFollow)) {
    const response = await fetch(`${url}/api/${path}`, { method: 'PUT', headers: { 'x-functions-key': key } });
    if (!response.ok) throw new Error(`PUT /api/${path} answered ${response.status}: ${await response.text()}`);
  }
}

/** Where submissions are to be discovered, the product is watched. */
function pathsToFollow(scenario: Scenario): readonly string[] {
  const discovers = scenario.expects.some(({ type }) => type === 'discovered');
  return discovers
    ? Object.keys(scenario.products).map((key) => `products/${key}`)
    : scenario.keys.map((key) => `submissions/${key}`);
}
