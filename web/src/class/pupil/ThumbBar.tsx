// The pupil's bar within reach of the thumb: raise the hand, say that one hears badly, speak when having the floor,
// listen only. Two pupils at one device have a hand each.

import type { Me } from "../../generated/messages";
import { t } from "../../i18n";
import { formatClock } from "../../i18n/format";
import { isLocked, learns, lockOf } from "../../lib/lesson/rights";
import { Button, HandIcon, Switch } from "../../ui/parts";
import { SourceButton } from "../frame/SourceButton";
import { useNow } from "../frame/use-now";
import type { Room } from "../room";
import { Question } from "./Question";
import { UnclearButton } from "./Unclear";

export function ThumbBar({ room }: { room: Room }) {
  const { view, me, here } = room;
  if (!view || !me) return null;
  const holder = here.find(({ person }) => view.floor[person]?.state === "held");
  const handless = here.filter(({ person }) => view.floor[person] === undefined);
  const live = view.lesson.phase === "live" && learns(me.role);
  return (
    <section class="thumb" aria-label={t("class.actions")}>
      {holder && <FloorLine room={room} />}
      {handless.map((one) => (
        <HandLine key={one.person} room={room} one={one} />
      ))}
      {!holder && <Over room={room} />}
      <div class="thumb-row" data-held={holder !== undefined}>
        {holder && <FloorButtons room={room} holder={holder} />}
        {live && handless.map((one) => <HandButton key={one.person} room={room} one={one} />)}
        {live && <UnclearButton room={room} />}
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

/** Why the turn to speak, or the hand, is gone without one's doing. */
function Over({ room }: { room: Room }) {
  if (room.spoken.value) return <p class="thumb-line">{t("class.hand.spoken")}</p>;
  return room.own.silenced.value ? <p class="thumb-line">{t("class.silenced")}</p> : null;
}

interface OfOne {
  room: Room;
  /** Of the pupils at this device. */
  one: Me;
}

function HandButton({ room, one }: OfOne) {
  const { view, me, here } = room;
  const up = view?.hands[one.person] !== undefined;
  const locked = view !== null && me !== null && lockOf(view, me) === "quiet";
  const { name, person } = one;
  const shared = here.length > 1;
  const raise = shared ? t("class.hand.raise_name", { name }) : t("class.hand.raise");
  const lower = shared ? t("class.hand.lower_name", { name }) : t("class.hand.lower");
  return (
    <Button
      kind={up ? "quiet" : "primary"}
      size="big"
      testId={person === me?.person ? "raise-hand" : "raise-hand-2"}
      pressed={up}
      // One name for both states, or who hears it is told of the state twice; it has the words that are seen.
      label={t("class.hand.toggle", { raise, lower })}
      disabled={locked}
      icon={<HandIcon />}
      onClick={() => room.turnHand(person)}
    >
      {up ? lower : raise}
    </Button>
  );
}

function HandLine({ room, one }: OfOne) {
  const now = useNow(room);
  const hand = room.view?.hands[one.person];
  if (!hand) return null;
  const { place } = hand;
  const words =
    room.here.length > 1
      ? t("class.said.place", { name: one.name, place })
      : t("class.hand.place", { place });
  return (
    <Question key={hand.since} room={room} person={one.person} asked={hand.question ?? ""}>
      <p class="thumb-line">
        <strong>{words}</strong>
        <span class="muted numbers">
          {t("class.hand.waited", { time: formatClock((now - hand.since) / 1000) })}
        </span>
      </p>
    </Question>
  );
}

function FloorLine({ room }: { room: Room }) {
  const on = room.media.sources.tracks.value.mic !== undefined;
  const { view } = room;
  if (view && isLocked(view, "mic")) return <p class="thumb-line">{t("class.lock.mic")}</p>;
  return (
    <p class="thumb-line" data-speaking={on}>
      <strong>
        {on ? t("class.floor.yours") : t(room.own.muted.value ? "class.muted" : "class.floor.yours_off")}
      </strong>
      {view && isLocked(view, "camera") && <span class="muted">{t("class.lock.camera")}</span>}
    </p>
  );
}

function FloorButtons({ room, holder }: { room: Room; holder: Me }) {
  const { view, me } = room;
  const shut = view !== null && me !== null && lockOf(view, me) !== null;
  const may = (source: "mic" | "camera") => !shut && view !== null && !isLocked(view, source);
  return (
    <>
      <SourceButton room={room} source="mic" disabled={!may("mic")} />
      <SourceButton room={room} source="camera" disabled={!may("camera")} />
      <Button onClick={() => void room.ask({ type: "take_floor" }, holder.person)}>
        {t("class.floor.give_back")}
      </Button>
    </>
  );
}
