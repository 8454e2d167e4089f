// The list of moments one may want to go to, and where nothing was recorded and why.

import { t } from "../../i18n";
import { formatClock, formatTime } from "../../i18n/format";
import type { Replay } from "../replay";
import { limitedText, missingText } from "../shown/absent";
import type { Jump } from "../shown/jumps";
import { called } from "../shown/names";

export function Moments({ replay }: { replay: Replay }) {
  const jumps = replay.jumps.value;
  const rows = [
    ...jumps.map((jump) => ({ at: jump.at, text: textOf(replay, jump) })),
    ...absences(replay),
  ].sort((a, b) => a.at - b.at);
  if (rows.length === 0) return null;
  return (
    <details class="card moments" data-testid="replay-moments">
      <summary>{t("replay.moments", { n: rows.length })}</summary>
      <ol>
        {rows.map(({ at, text }) => (
          <li key={`${at}${text}`}>
            <button type="button" onClick={() => replay.sound?.seek(at)}>
              <time class="numbers">{formatTime(replay.zero.value + at, true)}</time>
              <span>{text}</span>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

function absences(replay: Replay): { at: number; text: string }[] {
  const { unrecorded = [], limited = [] } = replay.recording.value ?? {};
  return [
    ...unrecorded.map(({ from_ms }) => ({ at: from_ms, text: t("replay.unrecorded_line") })),
    ...limited.map((span) => ({ at: span.from_ms, text: limitedText(span) })),
    ...replay.missing.value.map((part) => ({ at: part.from, text: missingText(replay, part) })),
  ];
}

function textOf(replay: Replay, jump: Jump): string {
  if (jump.kind === "gap") {
    const time = formatClock((jump.at - jump.from) / 1000);
    return t("replay.gap_line", { time, reason: t(`replay.gap.${jump.reason}`) });
  }
  if (jump.kind === "start" || jump.kind === "resume") return t(`replay.moment.${jump.kind}`);
  return t(`replay.moment.${jump.kind}`, { name: called(replay.view.value, jump.person) });
}
