/** A file of the page, as the build made it. */
export interface DashboardFile {
  /** Empty for the page itself. */
  readonly name: string;
  readonly contentType: string;
  /** Hash of the content. */
  readonly hash: string;
  /** The content compressed, in base64: what browsers ask for, and small enough to be part of the bundle. */
  readonly br: string;
  readonly gzip: string;
}

/**
 * Put in by the build, because a bundle has no folder of its own to read from that would be the same in every host. As text: an
 * object would become a module of its own, which the entry would load.
 */
declare const DASHBOARD_FILES: string;

export const dashboardFiles: readonly DashboardFile[] = JSON.parse(DASHBOARD_FILES);
