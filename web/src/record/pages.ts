/** Puts the record's id and hash at the foot of every printed page, where the browser has margin boxes. */
import type { LessonRecord } from "../generated/record";

const sheet = typeof CSSStyleSheet === "function" ? new CSSStyleSheet() : null;

export function namePages({ identity, integrity }: LessonRecord): void {
  if (!sheet || !("adoptedStyleSheets" in document)) return;
  // Inside quotes only signs that ids and hashes have.
  const id = identity.id.replace(/[^A-Za-z0-9_.~-]/g, "");
  const hash = integrity.hash.replace(/[^0-9a-f]/g, "").slice(0, 16);
  sheet.replaceSync(`@page { @bottom-left { content: "${id} · ${hash}…"; } }`);
  if (!document.adoptedStyleSheets.includes(sheet)) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
}
