// "Điều khiển lớp": door, mics, cameras, chat, how many may speak; the second phone; the guests' link.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { ChatMode, ClassControls, SetClass } from "../../../generated/messages";
import { t } from "../../../i18n";
import { Card, SelectField, Switch } from "../../../ui/parts";
import type { Room } from "../../room";
import { GuestsLink } from "./GuestsLink";
import { SecondPhone } from "./SecondPhone";

const CHATS: readonly ChatMode[] = ["class", "questions", "off"];
const SLOW = [0, 5, 10, 30, 60, 120] as const;
const FLOORS = [1, 2, 3, 4, 5, 6] as const;

export function ClassPanel({ room }: { room: Room }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    box.current?.scrollIntoView?.({ block: "start" });
    box.current?.focus({ preventScroll: true });
  }, []);
  const controls = room.view?.lesson.controls;
  return (
    <div ref={box} tabIndex={-1} class="class-panel" data-testid="class-panel">
      <Card title={t("teach.class")}>
        {controls && <Controls room={room} controls={controls} />}
        <SecondPhone room={room} />
        {room.me?.role === "teacher" && <GuestsLink room={room} />}
      </Card>
    </div>
  );
}

function Controls({ room, controls }: { room: Room; controls: ClassControls }) {
  const set = (change: Omit<SetClass, "type">) => void room.ask({ type: "set_class", ...change });
  return (
    <>
      <div class="class-switches">
        {(["waiting_room", "locked", "mics", "cameras"] as const).map((name) => (
          <Switch
            key={name}
            testId={`set-${name}`}
            on={controls[name]}
            label={t(`teach.class.${name}`)}
            onChange={(on) => set({ [name]: on })}
          />
        ))}
      </div>
      <div class="class-choices">
        <SelectField
          label={t("teach.class.chat")}
          value={controls.chat}
          options={CHATS.map((mode) => ({ value: mode, text: t(`teach.class.chat.${mode}`) }))}
          onValue={(mode) => set({ chat: mode as ChatMode })}
        />
        <SelectField
          label={t("teach.class.slow")}
          value={String(controls.slow_s)}
          options={choices(SLOW, controls.slow_s).map((seconds) => ({
            value: String(seconds),
            text: seconds === 0 ? t("teach.class.slow.none") : t("teach.class.slow.each", { seconds }),
          }))}
          onValue={(seconds) => set({ slow_s: Number(seconds) })}
        />
        <SelectField
          label={t("teach.class.floors")}
          value={String(controls.floors)}
          options={FLOORS.map((count) => ({ value: String(count), text: String(count) }))}
          onValue={(count) => set({ floors: Number(count) })}
        />
      </div>
    </>
  );
}

/** What the school chose is among the choices, whatever it is. */
function choices(usual: readonly number[], now: number): number[] {
  return [...new Set([...usual, now])].sort((a, b) => a - b);
}
