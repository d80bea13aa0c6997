/** Two letters that stand for somebody without a picture. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s　]+/).filter(Boolean);
  return (words.length > 1 ? words.map((word) => [...word][0]).join('') : name).slice(0, 2).toUpperCase();
}
