// The teacher's keys.

import type { Shortcut } from "../frame/keys";

export const TEACHER_KEYS: readonly Shortcut[] = [
  { key: "m", target: "mic", does: "keys.teach_mic" },
  { key: "v", target: "camera", does: "keys.camera" },
  { key: "n", target: "give-floor", does: "keys.next" },
  { key: "q", target: "quiet", does: "keys.quiet" },
  { key: "c", target: "chat", does: "keys.chat" },
  { key: "?", target: "keys", does: "keys.help" },
];
