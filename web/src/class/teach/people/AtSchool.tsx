// "Tại trường": pupils who sit in the classroom are marked by one tap each, or all who have not joined at once.

import { t } from "../../../i18n";
import { Button, CheckIcon } from "../../../ui/parts";
import type { Room } from "../../room";
import { lamp, type Pupil } from "../../selectors";

export function MarkRest({ room, pupils }: { room: Room; pupils: readonly Pupil[] }) {
  const rest = pupils.filter((pupil) => lamp(pupil) === "never" && !pupil.door).map(({ person }) => person);
  if (rest.length === 0) return null;
  return (
    <Button
      size="small"
      kind="primary"
      icon={<CheckIcon />}
      testId="at-school-rest"
      onClick={() => void room.ask({ type: "mark_at_school", people: rest, on: true })}
    >
      {t("teach.school.rest", { count: rest.length })}
    </Button>
  );
}

export function SchoolRow({ room, pupil }: { room: Room; pupil: Pupil }) {
  const { person, stt, at_school = false } = pupil;
  const name = room.name(person);
  return (
    <li class="pupil-row">
      <label class="tick school-tick">
        <input
          type="checkbox"
          checked={at_school}
          aria-label={t("teach.school.mark", { name })}
          data-testid="school-tick"
          onChange={(event) => {
            const on = event.currentTarget.checked;
            void room.ask({ type: "mark_at_school", people: [person], on });
          }}
        />
        <span class="pupil-stt numbers">{stt}</span>
        <span>{name}</span>
      </label>
    </li>
  );
}
