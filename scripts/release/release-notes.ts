/**
 * The section of a version in the changelog.
 * @param version such as `1.2.3`, or `v1.2.3` as a tag has it.
 * @throws Error where there is no such section, or nothing in it.
 */
export function releaseNotes(changelog: string, version: string): string {
  const number = version.replace(/^v/, '');
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((one) => one.split(/[\s\n]/, 1)[0] === number);
  if (section === undefined) throw new Error(`CHANGELOG.md has no section ${number}`);
  const notes = section.slice(section.indexOf('\n')).trim();
  if (notes === '') throw new Error(`CHANGELOG.md says nothing of ${number}`);
  return notes;
}

/** A release has one version: in its tag, in package.json and in azure.yaml. @throws Error */
export function sameVersion(version: string, packageVersion: string, azureYaml: string): void {
  const number = version.replace(/^v/, '');
  const template = /^\s+template: \S+@(\S+)$/m.exec(azureYaml)?.[1];
  const others = { 'package.json': packageVersion, 'azure.yaml': template };
  for (const [file, other] of Object.entries(others)) {
    if (other !== number) throw new Error(`${file} has version ${other}, the release is ${number}`);
  }
}
