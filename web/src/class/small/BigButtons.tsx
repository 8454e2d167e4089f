// Pictures with words: raise the hand, "con không nghe rõ", speak and be done with it.

import type { ComponentChildren } from "preact";
import type { Me } from "../../generated/messages";
import { t } from "../../i18n";
import { isLocked, lockOf } from "../../lib/lesson/rights";
import { CheckIcon, HandIcon, MicIcon, MicOffIcon, SoundIcon, SoundOffIcon } from "../../ui/parts";
import { useUnclear } from "../pupil/Unclear";
import type { Room } from "../room";

export function BigButtons({ room }: { room: Room }) {
  const { view, me, here } = room;
  if (!view || !me) return null;
  const live = view.lesson.phase === "live";
  const holder = here.find(({ person }) => view.floor[person]?.state === "held");
  const handless = here.filter(({ person }) => view.floor[person] === undefined);
  return (
    <section class="big-buttons" aria-label={t("class.actions")}>
      {handless.map((one) => (
        <Place key={one.person} room={room} one={one} />
      ))}
      {holder && <Speaking room={room} holder={holder} />}
      {live && handless.map((one) => <Hand key={one.person} room={room} one={one} />)}
      {live && <Unclear room={room} />}
      {room.media.slots.blocked.value && (
        <Picture tone="good" word={t("class.blocked")} onClick={() => room.media.slots.playAll()}>
          <SoundIcon size="2.75rem" />
        </Picture>
      )}
    </section>
  );
}

interface OfOne {
  room: Room;
  one: Me;
}

/** Beside the button, whose words stay as they are: that it is pressed says the rest. */
function Place({ room: { view, here }, one: { person, name } }: OfOne) {
  const hand = view?.hands[person];
  if (!hand) return null;
  const { place } = hand;
  return (
    <p class="big-line">
      {here.length > 1 ? t("class.said.place", { name, place }) : t("class.hand.place", { place })}
    </p>
  );
}

function Hand({ room, one }: OfOne) {
  const { view, me, here } = room;
  const locked = view !== null && me !== null && lockOf(view, me) === "quiet";
  return (
    <Picture
      tone="warn"
      testId={one.person === me?.person ? "raise-hand" : "raise-hand-2"}
      on={view?.hands[one.person] !== undefined}
      disabled={locked}
      word={here.length > 1 ? t("class.hand.raise_name", { name: one.name }) : t("class.hand.raise")}
      onClick={() => room.turnHand(one.person)}
    >
      <HandIcon size="2.75rem" />
    </Picture>
  );
}

function Unclear({ room }: { room: Room }) {
  const { seconds, tell } = useUnclear(room);
  const told = seconds > 0;
  return (
    <Picture
      tone="info"
      testId="unclear"
      on={told}
      word={told ? t("class.unclear.told") : t("class.unclear")}
      onClick={() => void tell()}
    >
      {told ? <CheckIcon size="2.75rem" /> : <SoundOffIcon size="2.75rem" />}
    </Picture>
  );
}

function Speaking({ room, holder }: { room: Room; holder: Me }) {
  const { view, me } = room;
  const on = room.media.sources.tracks.value.mic !== undefined;
  const shut = view !== null && me !== null && (lockOf(view, me) !== null || isLocked(view, "mic"));
  return (
    <>
      <Picture
        tone="good"
        testId="mic"
        on={on}
        disabled={shut}
        word={on ? t("class.mic.on") : t("class.mic.off")}
        onClick={() => void room.own.toggle("mic")}
      >
        {on ? <MicIcon size="2.75rem" /> : <MicOffIcon size="2.75rem" />}
      </Picture>
      <Picture
        tone="bad"
        testId="give-back"
        word={t("class.floor.give_back")}
        onClick={() => void room.ask({ type: "take_floor" }, holder.person)}
      >
        <CheckIcon size="2.75rem" />
      </Picture>
    </>
  );
}

interface PictureProps {
  tone: "good" | "warn" | "bad" | "info";
  word: string;
  /** For switches. */
  on?: boolean;
  disabled?: boolean;
  testId?: string;
  onClick: () => void;
  children: ComponentChildren;
}

function Picture({ tone, word, on, disabled = false, testId, onClick, children }: PictureProps) {
  return (
    <button
      type="button"
      class={`picture tone-${tone}`}
      aria-pressed={on}
      disabled={disabled}
      data-testid={testId}
      onClick={onClick}
    >
      <span class="picture-sign">{children}</span>
      <span>{word}</span>
    </button>
  );
}
