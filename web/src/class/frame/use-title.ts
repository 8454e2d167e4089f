// The tab's title follows the lesson.

import { useEffect } from "preact/hooks";
import { t } from "../../i18n";
import { roomLine } from "../lines";
import type { Room } from "../room";

export function useTitle(room: Room): void {
  const lesson = room.view?.lesson;
  const title = lesson ? roomLine(lesson) : t("app.name");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
