// The tab's title follows the lesson.

import { useEffect } from "preact/hooks";
import { t } from "../../i18n";
import { lessonLine } from "../../i18n/names";
import type { Room } from "../room";

export function useTitle(room: Room): void {
  const lesson = room.view?.lesson;
  const title = lesson ? lessonLine(lesson) : t("app.name");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
