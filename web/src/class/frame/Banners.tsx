// What has just locked the class for its pupils, and why. The announcer says it; here it stands.

import { t } from "../../i18n";
import { capital, titled } from "../../lib/lesson/names";
import { leads, lockOf } from "../../lib/lesson/rights";
import { Notice } from "../../ui/parts";
import type { Room } from "../room";
import { teacher } from "../selectors";

export function Banners({ room }: { room: Room }) {
  const { view, me } = room;
  if (!view || !me) return null;
  if (leads(me.role)) return view.lesson.teacher_lost_since === undefined ? null : <TeacherLost />;
  const lock = lockOf(view, me);
  if (lock === "quiet") {
    return (
      <section class="banner" aria-label={t("class.quiet")} data-testid="quiet-banner">
        <Notice tone="warn" silent>
          {t("class.quiet")}
        </Notice>
      </section>
    );
  }
  return lock === "teacher_lost" ? <Reconnecting room={room} /> : null;
}

function Reconnecting({ room }: { room: Room }) {
  const Teacher = capital(titled(room.view && teacher(room.view)) ?? t("class.teacher"));
  const lost = t("class.lost", { Teacher });
  return (
    <section class="banner" aria-label={lost} data-testid="lost-banner">
      <Notice tone="warn" silent title={lost}>
        {t("class.lost.locked")}
      </Notice>
    </section>
  );
}

function TeacherLost() {
  return (
    <div class="banner" data-testid="lost-banner">
      <Notice tone="bad">{t("teach.lost")}</Notice>
    </div>
  );
}
