// The pupil's bar within reach of the thumb: raise the hand, speak when having the floor, listen only.

import { t } from "../../i18n";
import { formatClock } from "../../i18n/format";
import { maySpeak } from "../../lib/rights";
import { Button, HandIcon, Switch } from "../../ui";
import { SourceButton } from "../frame/SourceButton";
import { useNow } from "../frame/use-now";
import type { Room } from "../room";
import { Question } from "./Question";

export function ThumbBar({ room }: { room: Room }) {
  const { view, me } = room;
  if (!view || !me) return null;
  const floor = view.floor[me.person]?.state;
  const held = floor === "held";
  const live = view.lesson.phase === "live";
  return (
    <section class="thumb" aria-label={t("class.actions")}>
      {held && <FloorLine room={room} />}
      {floor === undefined && <HandLine room={room} />}
      <div class="thumb-row" data-held={held}>
        {held && <FloorButtons room={room} />}
        {floor === undefined && live && maySpeak(me.role) && <HandButton room={room} />}
        <Switch
          testId="listen-only"
          on={room.mode.value === "listen"}
          label={t("class.listen.on")}
          onChange={(on) => room.setMode(on ? "listen" : "full")}
        />
      </div>
    </section>
  );
}

function HandButton({ room }: { room: Room }) {
  const up = room.view?.hands[room.me?.person ?? ""] !== undefined;
  return (
    <Button
      kind={up ? "quiet" : "primary"}
      size="big"
      testId="raise-hand"
      pressed={up}
      icon={<HandIcon />}
      onClick={() => {
        room.own.silenced.value = false;
        void room.ask({ type: up ? "lower_hand" : "raise_hand" });
      }}
    >
      {up ? t("class.hand.lower") : t("class.hand.raise")}
    </Button>
  );
}

function HandLine({ room }: { room: Room }) {
  const now = useNow(room);
  const hand = room.view?.hands[room.me?.person ?? ""];
  if (!hand) return room.own.silenced.value ? <p class="thumb-line">{t("class.silenced")}</p> : null;
  return (
    <Question key={hand.since} room={room} asked={hand.question ?? ""}>
      <p class="thumb-line">
        <strong>{t("class.hand.place", { place: hand.place })}</strong>
        <span class="muted numbers">
          {t("class.hand.waited", { time: formatClock((now - hand.since) / 1000) })}
        </span>
      </p>
    </Question>
  );
}

function FloorLine({ room }: { room: Room }) {
  const on = room.media.sources.tracks.value.mic !== undefined;
  return (
    <p class="thumb-line" data-speaking={on}>
      <strong>
        {on ? t("class.floor.yours") : t(room.own.muted.value ? "class.muted" : "class.floor.yours_off")}
      </strong>
    </p>
  );
}

function FloorButtons({ room }: { room: Room }) {
  return (
    <>
      <SourceButton room={room} source="mic" />
      <SourceButton room={room} source="camera" />
      <Button onClick={() => void room.ask({ type: "take_floor" })}>{t("class.floor.give_back")}</Button>
    </>
  );
}
