import type { AppHost } from './app-host.ts';

/** Everything that a list of the app's API gives, page by page; nothing where the app says that it has no such thing. */
export async function allPages<T>(host: AppHost, path: string): Promise<readonly T[]> {
  const items: T[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer = await host.api('GET', next);
    if (answer?.status === 404) return [];
    if (answer?.status !== 200) throw new Error(`GET ${next}: ${JSON.stringify(answer)}`);
    const page = answer.body as { readonly value: readonly T[]; readonly nextLink?: string };
    items.push(...page.value);
    next = page.nextLink?.replace('/api/', '');
  }
  return items;
}
