/**
 * The texts this page knows. A page takes in all of the catalogue (`mount`), the pages whose weight counts only their
 * sections, and a part that is loaded later brings its own.
 */

/** A section of the catalogue. */
export type Section = Readonly<Record<string, { readonly vi: string; readonly en: string }>>;

const known: Record<string, { readonly vi: string; readonly en: string }> = {};

export function include(...sections: readonly Section[]): void {
  for (const section of sections) Object.assign(known, section);
}

/** Null: no section that was taken in has it. */
export function textOf(key: string): { readonly vi: string; readonly en: string } | null {
  return Object.hasOwn(known, key) ? (known[key] ?? null) : null;
}
