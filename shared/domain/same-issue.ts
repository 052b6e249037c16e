import type { Issue } from './snapshot.ts';

const guids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * What makes two issues the same one. White space, casing and GUIDs in the details differ between attempts and reads
 * of one and the same issue (workflow and correlation ids), so they do not count.
 */
export function issueIdentity(issue: Issue): string {
  const details = issue.details.toLowerCase().replace(/\s+/g, ' ').trim().replace(guids, '<guid>');
  // A line break separates, because the details have none any more.
  return `${issue.severity}\n${details}\n${issue.code.toLowerCase()}`;
}

/** The issues of `left` beyond those in `right`, counted: two equal ones against one leave one. Order is that of `left`. */
export function issuesBeyond(left: readonly Issue[], right: readonly Issue[]): Issue[] {
  const counts = new Map<string, number>();
  for (const issue of right) {
    const identity = issueIdentity(issue);
    counts.set(identity, (counts.get(identity) ?? 0) + 1);
  }
  return left.filter((issue) => {
    const identity = issueIdentity(issue);
    const count = counts.get(identity) ?? 0;
    if (count > 0) counts.set(identity, count - 1);
    return count === 0;
  });
}
