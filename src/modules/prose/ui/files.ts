/**
 * The files that a paste or drop means. A spreadsheet's cells come as words and as a picture of them: there the
 * words are meant, while a screenshot or a copied file comes without formatted words.
 */
export function filesOf(transfer: DataTransfer | null): File[] {
  if (!transfer || transfer.files.length === 0) return [];
  const hasWords = transfer.types.includes('text/html') && transfer.getData('text/plain').trim() !== '';
  return hasWords ? [] : [...transfer.files];
}

/** Tells, while something is dragged, whether it is files: their list is only given on the drop. */
export const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;
