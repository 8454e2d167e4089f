// What this device remembers of its owner's choices: language, modes, words. Where the browser bars its storage a choice
// holds for the page only.

/** Null: nothing was kept under `key`, or it cannot be read. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // barred or full: the page goes on without it
  }
}
