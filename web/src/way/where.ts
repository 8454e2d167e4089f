/** Which way in an address is: /c/{class}, /t (a card), /g/{lesson} (guests). */
export type Way = { kind: "class"; id: string } | { kind: "card" } | { kind: "guest"; id: string };

export function wayOf(path: string): Way | null {
  if (/^\/t\/?$/.test(path)) return { kind: "card" };
  const [, kind, id] = /^\/([cg])\/([^/]{1,64})\/?$/.exec(path) ?? [];
  if (id === undefined) return null;
  const decoded = decodedOr(id);
  return kind === "c" ? { kind: "class", id: decoded } : { kind: "guest", id: decoded };
}

function decodedOr(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word; // half an escape: somebody typed it
  }
}
