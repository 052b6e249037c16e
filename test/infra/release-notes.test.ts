import { releaseNotes, sameVersion } from '../../scripts/release/release-notes.ts';

const changelog =
  '# Changelog\n\n## Unreleased\n\n## 1.2.3 (2026-11-21)\n\n- Watches add-ons.\n\n### Fixed\n\n- A leak.\n\n## 1.2.30\n\n- Other.\n';

describe('release notes', () => {
  it('are the section of the version, named as a tag or not', () => {
    expect(releaseNotes(changelog, 'v1.2.3')).toBe('- Watches add-ons.\n\n### Fixed\n\n- A leak.');
    expect(releaseNotes(changelog, '1.2.30')).toBe('- Other.');
  });

  it.each(['1.2', '9.9.9', ''])('are refused for %j, which the changelog does not have', (version) => {
    expect(() => releaseNotes(changelog, version)).toThrow('no section');
  });

  it('are refused where the section is empty', () => {
    expect(() => releaseNotes(changelog, 'Unreleased')).toThrow('says nothing');
  });

  it('are of one version everywhere', () => {
    const azureYaml = 'metadata:\n  template: submission-watch@1.2.3\n';
    expect(() => sameVersion('v1.2.3', '1.2.3', azureYaml)).not.toThrow();
    expect(() => sameVersion('v1.2.3', '1.2.2', azureYaml)).toThrow('package.json has version 1.2.2');
    expect(() => sameVersion('v1.2.3', '1.2.3', 'name: x')).toThrow('azure.yaml has version undefined');
  });
});
