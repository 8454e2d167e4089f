// In words: what is not to be seen or heard at a moment of the replay, and why.

import type { Limited, Track } from "../../api/recording";
import { t } from "../../i18n";
import type { Missing } from "../playing/missing";
import type { Replay } from "../replay";
import { called } from "./names";

/** So many tracks are named; of more it is enough that there are more. */
const NAMED = 2;

export function limitedText({ to, reason }: Limited): string {
  return t(`replay.limited.${to}`, { reason: t(`replay.limited_why.${reason}`) });
}

/** "Mất một đoạn bản ghi (tiếng của cô Lan; máy chủ hết chỗ lưu)". */
export function missingText(replay: Replay, { tracks, reason }: Missing): string {
  const known = replay.recording.value?.tracks ?? [];
  const lacking = known.filter(({ id }) => tracks.includes(id)).sort(soundFirst);
  const named = lacking.slice(0, NAMED).map((track) => whatOf(replay, track));
  const what = [...named, ...(lacking.length > NAMED ? ["…"] : [])].join(", ");
  const all = tracks.includes("t00") ? t("replay.missing_all") : what;
  return t("replay.missing", { what: reason === "lost" ? all : `${all}; ${t(`replay.gap.${reason}`)}` });
}

const soundFirst = (one: Track, other: Track) =>
  Number(other.kind === "audio") - Number(one.kind === "audio");

function whatOf(replay: Replay, track: Track): string {
  const kind = track.source === "screen" ? "screen" : track.kind === "video" ? "picture" : "sound";
  return t(`replay.missing_${kind}`, { name: called(replay.view.value, track.person, track.name) });
}
