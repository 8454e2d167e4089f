// The strip at the top: which lesson, whether the line holds, whether one's own mic is on.

import type { ComponentChildren } from "preact";
import { t } from "../../i18n";
import { leads } from "../../lib/lesson/rights";
import { EyeIcon, Lamp, LanguageSwitch, Logo, MicIcon, MicOffIcon } from "../../ui/parts";
import { roomLine } from "../lines";
import type { Room } from "../room";
import { KeysHelp } from "./KeysHelp";
import type { Shortcut } from "./keys";
import { LineLight } from "./LineLight";
import { RecordingLamp } from "./Recording";

interface Props {
  room: Room;
  /** The keys of this page, for its help. */
  keys?: readonly Shortcut[];
  children?: ComponentChildren;
}

export function StatusStrip({ room, keys, children }: Props) {
  const lesson = room.view?.lesson;
  return (
    <header class="strip">
      <Logo size="1.75rem" />
      <h1 class="strip-title">{lesson ? roomLine(lesson) : t("app.name")}</h1>
      {room.here.length > 1 && (
        <p class="strip-names small muted" data-testid="here-names">
          {room.here.map(({ name }) => name).join(" · ")}
        </p>
      )}
      <RecordingLamp room={room} />
      <div class="strip-lamps">
        {children}
        <ObservedLamp room={room} />
        <MicLamp room={room} />
        <LineLight room={room} />
      </div>
      {keys && <KeysHelp shortcuts={keys} />}
      <LanguageSwitch />
    </header>
  );
}

/** Pupils know that somebody observes, not who. Teachers see them in the class list. */
function ObservedLamp({ room }: { room: Room }) {
  if (!room.view?.lesson.observed || room.me?.role === "observer") return null;
  return (
    <Lamp tone="info" icon={<EyeIcon size="1.1em" />} testId="observed">
      <span class="strip-word">{t("class.observed")}</span>
    </Lamp>
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
