// The stage without a picture: who is heard, or what one waits for.

import { t } from "../../i18n";
import { capital, initials, titled } from "../../lib/lesson/names";
import { leads } from "../../lib/lesson/rights";
import { ClockIcon } from "../../ui/parts";
import type { Room } from "../room";
import { isSpeaking, teacher } from "../selectors";

export function StageNote({ room }: { room: Room }) {
  const { view, me } = room;
  if (!view) return <p class="stage-note">{t("class.line.connecting")}</p>;
  const who = teacher(view);
  const called = titled(who) ?? t("class.teacher");
  const Called = capital(called);
  if (view.lesson.phase === "waiting") {
    return (
      <div class="stage-note">
        <ClockIcon size="2.25rem" />
        <strong>{t("class.wait.title")}</strong>
        <p>{t("class.wait.text", { Teacher: Called })}</p>
      </div>
    );
  }
  if (!who?.present) return <p class="stage-note">{t("class.stage.teacher_away", { Teacher: Called })}</p>;
  const heard = who.sources.mic === true;
  return (
    <div class="stage-note">
      <span class="face" data-speaking={isSpeaking(room.levels.value, who.person)} aria-hidden="true">
        {initials(who.name)}
      </span>
      {me?.person === who.person ? null : (
        <strong>
          {heard
            ? t("class.stage.sound_only", { teacher: called })
            : t("class.stage.quiet", { Teacher: Called })}
        </strong>
      )}
      {room.mode.value === "listen" && !leads(me?.role) && <p>{t("class.stage.listen_only")}</p>}
    </div>
  );
}
