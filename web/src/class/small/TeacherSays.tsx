// The newest line a teacher wrote, to the class or to this child, for whoever sits beside and can read.

import { t } from "../../i18n";
import type { ChatLine } from "../../lib/api";
import { leads } from "../../lib/lesson/rights";
import { writer } from "../chat/writer";
import type { Room } from "../room";

export function teachersLine(room: Room): ChatLine | undefined {
  return room.chat.lines.value
    .filter(({ person, deleted_by }) => leads(room.view?.people[person]?.role) && deleted_by === null)
    .at(-1);
}

export function TeacherSays({ room }: { room: Room }) {
  const line = teachersLine(room);
  if (!line) return null;
  return (
    <p class="teacher-says" data-testid="teacher-says">
      <strong>{writer(room, line)}</strong>
      {line.to !== "class" && <span class="chat-mark small">{t("class.chat.for_you")}</span>}
      <span>{line.text}</span>
    </p>
  );
}
