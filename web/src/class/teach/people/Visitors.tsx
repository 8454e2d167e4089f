// Who is here besides the class: observers (a teacher always sees them), guests, staff, a classroom's device.

import { useState } from "preact/hooks";
import { t } from "../../../i18n";
import { leads, learns } from "../../../lib/lesson/rights";
import { Button, EyeIcon, MoreIcon, PersonIcon, SchoolIcon } from "../../../ui/parts";
import type { Room } from "../../room";
import { type Somebody, visitors } from "../../selectors";
import { RowMenu } from "./RowActions";

export function Visitors({ room }: { room: Room }) {
  const all = room.view ? visitors(room.view) : [];
  if (all.length === 0) return null;
  return (
    <section aria-label={t("teach.roster.visitors")}>
      <h3>{t("teach.roster.visitors")}</h3>
      <ul class="rows" data-testid="visitors">
        {all.map((one) => (
          <VisitorRow key={one.person} room={room} one={one} />
        ))}
      </ul>
    </section>
  );
}

function VisitorRow({ room, one }: { room: Room; one: Somebody }) {
  const [open, setOpen] = useState(false);
  const { person, role } = one;
  const name = room.name(person);
  const acts = learns(role) && leads(room.me?.role) && room.view?.lesson.phase !== "ended";
  return (
    <li class="pupil-item">
      <div class="pupil-row">
        {role === "observer" ? <EyeIcon /> : role === "room" ? <SchoolIcon /> : <PersonIcon />}
        <span class="row-text">{name}</span>
        <span class="muted small">{t(`teach.role.${role}`)}</span>
        {acts && (
          <Button
            kind="plain"
            label={t("teach.row.more", { name })}
            icon={<MoreIcon />}
            expanded={open}
            onClick={() => setOpen(!open)}
          />
        )}
      </div>
      {open && acts && <RowMenu room={room} one={one} onDone={() => setOpen(false)} />}
    </li>
  );
}
