// The strip at the top: which lesson, whether the line holds, whether one's own mic is on.

import type { ComponentChildren } from "preact";
import { t } from "../../i18n";
import { lessonLine } from "../../i18n/names";
import { leads } from "../../lib/rights";
import { Lamp, LanguageSwitch, Logo, MicIcon, MicOffIcon } from "../../ui";
import type { Room } from "../room";
import { LineLight } from "./LineLight";
import { RecordingLamp } from "./Recording";

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
        <LineLight room={room} />
      </div>
      <LanguageSwitch />
    </header>
  );
}

function MicLamp({ room }: { room: Room }) {
  const on = room.media.sources.tracks.value.mic !== undefined;
  const live = leads(room.me?.role) ? "good" : "warn";
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
