import type { Log } from '../../shared/ports/log.ts';

export interface RecordingLog extends Log {
  /** `level: message`, in the order written. */
  readonly lines: readonly string[];
}

export function createRecordingLog(): RecordingLog {
  const lines: string[] = [];
  const at = (level: string) => (message: string) => {
    lines.push(`${level}: ${message}`);
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
