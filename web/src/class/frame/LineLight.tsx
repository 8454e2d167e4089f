// The light of one's own line, in the strip: signalling and media together, as this page finds them and as the
// server does. A tap says more: which way media takes, and how fast.

import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { Lamp, SignalIcon, SignalLostIcon, SignalWeakIcon } from "../../ui/parts";
import type { Room } from "../room";
import { PathNote } from "./PathNote";

export type LineState = "ok" | "weak" | "lost" | "connecting" | "again";

export function lineState(room: Room): LineState {
  const { connection, media } = room;
  if (connection.view.value === null) return "connecting";
  if (connection.line.value !== "connected") return "again";
  if (media.moved.value) return "ok";
  if (media.broken.value) return media.heard.value ? "again" : "connecting";
  const seen = media.line.value?.state ?? "good";
  if (seen === "lost") return "lost";
  return seen === "weak" || media.holes.value ? "weak" : "ok";
}

const LIGHTS = {
  ok: { tone: "good", Icon: SignalIcon },
  weak: { tone: "warn", Icon: SignalWeakIcon },
  lost: { tone: "bad", Icon: SignalLostIcon },
  connecting: { tone: "warn", Icon: SignalWeakIcon },
  again: { tone: "bad", Icon: SignalLostIcon },
} as const;

export function LineLight({ room }: { room: Room }) {
  const [open, setOpen] = useState(false);
  const state = lineState(room);
  const { tone, Icon } = LIGHTS[state];
  const words = t(`class.line.${state}`);
  return (
    <details class="line-light" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Lamp tone={tone} icon={<Icon size="1.1em" />} testId="line">
          <span class="strip-word">{words}</span>
        </Lamp>
      </summary>
      {open && (
        <div class="line-more">
          <strong aria-hidden="true">{words}</strong>
          <PathNote room={room} />
          <Figures room={room} />
        </div>
      )}
    </details>
  );
}

function Figures({ room }: { room: Room }) {
  const line = room.media.line.value;
  if (!line) return null;
  const { down, up, round_trip } = line;
  return <p class="muted small numbers">{t("class.line.figures", { down, up, delay: round_trip })}</p>;
}
