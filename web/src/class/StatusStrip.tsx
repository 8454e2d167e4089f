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

export type LineState = "ok" | "connecting" | "again";

/** One light for signalling and media together. */
export function lineState(room: Room): LineState {
  const { connection, media } = room;
  if (connection.view.value === null) return "connecting";
  if (connection.line.value !== "connected") return "again";
  if (media.moved.value || !media.broken.value) return "ok";
  return media.heard.value ? "again" : "connecting";
}

function LineLamp({ room }: { room: Room }) {
  const state = lineState(room);
  if (state === "ok") {
    return (
      <Lamp tone="good" icon={<SignalIcon size="1.1em" />} testId="line">
        <span class="strip-word">{t("class.line.ok")}</span>
      </Lamp>
    );
  }
  const again = state === "again";
  return (
    <Lamp
      tone={again ? "bad" : "warn"}
      icon={again ? <SignalLostIcon size="1.1em" /> : <SignalWeakIcon size="1.1em" />}
      testId="line"
    >
      <span class="strip-word">{again ? t("class.line.again") : t("class.line.connecting")}</span>
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
