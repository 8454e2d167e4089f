// The one generic JSON merge patch (RFC 7396 section 2) with which every view is kept up to date.
// Knows nothing of lessons; tests/data/messages.json holds the cases it shares with lesson/view.py.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `target` with `patch` applied; nothing is changed in place, untouched branches stay the same objects. */
export function merge(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const entries = Object.entries(patch);
  if (isObject(target) && entries.length === 0) return target;
  const merged = new Map<string, Json>(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of entries) {
    if (value === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}
