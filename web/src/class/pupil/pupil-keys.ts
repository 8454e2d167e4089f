// The pupil's keys.

import type { Shortcut } from "../frame/keys";

export const PUPIL_KEYS: readonly Shortcut[] = [
  { key: "h", target: "raise-hand", does: "keys.hand" },
  { key: "u", target: "unclear", does: "keys.unclear" },
  { key: "m", target: "mic", does: "keys.mic" },
  { key: "v", target: "camera", does: "keys.camera" },
  { key: "c", target: "chat", does: "keys.chat" },
  { key: "?", target: "keys", does: "keys.help" },
];

/** The small children's page has no chat, and no camera to turn on. */
const BIG: ReadonlySet<string> = new Set(["raise-hand", "unclear", "mic", "keys"]);
export const SMALL_KEYS: readonly Shortcut[] = PUPIL_KEYS.filter(({ target }) => BIG.has(target));
