// The strip at the top: which lesson, whether the line holds, whether one's own mic is on.

import type { ComponentChildren } from "preact";
import { t } from "../i18n";
import { lessonLine } from "../i18n/names";
import {
  Lamp,
  LanguageSwitch,
  Logo,
  MicIcon,
  MicOffIcon,
  SignalIcon,
  SignalLostIcon,
  SignalWeakIcon,
} from "../ui";
import { RecordingLamp } from "./Recording";
import type { Room } from "./room";

export function StatusStrip({ room, children }: { room: Room; children?: ComponentChildren }) {
  const lesson = room.view?.lesson;
  return (
    <header class="strip">
      <Logo size="1.75rem" />
      <h1 class="strip-title">{lesson ? lessonLine(lesson) : t("app.name")}</h1>
      <RecordingLamp room={room} />
      <div class="strip-lamps">
        {children}
        <MicLamp room={room} />
        <LineLamp room={room} />
      </div>
      <LanguageSwitch />
    </header>
  );
}

export type LineState = "ok" | "weak" | "lost" | "connecting" | "again";

/** One light for signalling and media together: as this page finds them, and as the server does. */
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

function LineLamp({ room }: { room: Room }) {
  const state = lineState(room);
  const { tone, Icon } = LIGHTS[state];
  return (
    <Lamp tone={tone} icon={<Icon size="1.1em" />} testId="line">
      <span class="strip-word">{t(`class.line.${state}`)}</span>
    </Lamp>
  );
}

function MicLamp({ room }: { room: Room }) {
  const on = room.media.sources.tracks.value.mic !== undefined;
  const live = room.me?.role === "teacher" ? "good" : "warn";
  const words = on ? t("class.mic.on") : t("class.mic.off");
  return (
    <Lamp
      tone={on ? live : "off"}
      icon={on ? <MicIcon size="1.1em" /> : <MicOffIcon size="1.1em" />}
      testId="mic-state"
    >
      <span class="strip-word">{words}</span>
    </Lamp>
  );
}
