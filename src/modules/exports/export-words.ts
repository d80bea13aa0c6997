import { m } from '#messages';
import type { ExportFormat, ExportState } from './export.ts';

export const formatName: Record<ExportFormat, string> = { csv: 'CSV', xlsx: 'Excel', pdf: 'PDF' };

const states: Record<ExportState, () => string> = {
  waiting: m.export_state_waiting,
  running: m.export_state_running,
  ready: m.export_state_ready,
  failed: m.export_state_failed,
  canceled: m.export_state_canceled,
};
export const stateName = (state: ExportState): string => states[state]();

/** `12,345`: digits are parted alike in both languages. */
export const countText = (count: number): string => count.toLocaleString('en');

/** How long it will still take, rounded so that it does not flicker. */
export function restText(seconds: number): string {
  if (seconds > 90) return m.export_rest_minutes({ count: Math.ceil(seconds / 60) });
  return m.export_rest_seconds({ count: seconds > 10 ? Math.ceil(seconds / 5) * 5 : seconds });
}
