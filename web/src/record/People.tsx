/** Who taught, who else was there, and the pupils one by one. */
import { useMemo } from "preact/hooks";
import type { Attendee, Counts, LessonRecord, Pupil } from "../generated/record";
import { t } from "../i18n";
import { formatClock } from "../i18n/format";
import { Lines, Part } from "./Rows";
import { gapText, here, minutes, NONE, spans, statusText, who } from "./show";

export function PeoplePart({ people }: { people: LessonRecord["people"] }) {
  const { teacher, others } = people;
  return (
    <Part title={t("record.part.people")}>
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">{t("record.person")}</th>
            <th scope="col">{t("record.role")}</th>
            <th scope="col">{t("record.in_out")}</th>
          </tr>
        </thead>
        <tbody>
          {teacher ? (
            <PersonRow one={teacher} role={t("record.teacher")} />
          ) : (
            <tr>
              <th scope="row">{t("record.no_teacher")}</th>
              <td>{t("record.teacher")}</td>
              <td>{NONE}</td>
            </tr>
          )}
          {others.map((one) => (
            <PersonRow key={one.person} one={one} role={t(`record.role.${one.role}`)} />
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function PersonRow({ one, role }: { one: Attendee; role: string }) {
  return (
    <tr>
      <th scope="row">
        <bdi>{who(one)}</bdi>
      </th>
      <td>{role}</td>
      <td>
        <Lines all={spans(one.intervals)} none={NONE} />
      </td>
    </tr>
  );
}

export function AttendancePart({ record }: { record: LessonRecord }) {
  const { attendance } = record;
  const { rules } = attendance;
  const counts = { all: attendance.roster, late: attendance.late, away: attendance.absent_unknown };
  return (
    <Part title={t("record.part.attendance")}>
      <p class="roll-sum">{t("record.roll", { ...counts, here: here(attendance) })}</p>
      {attendance.pupils.length === 0 ? <p>{t("record.nobody")}</p> : <Roll record={record} />}
      <p class="note">
        {t("record.roll_note", {
          late: minutes(rules.late_ms),
          percent: rules.present_percent,
          bridge: Math.round(rules.bridge_ms / 1000),
        })}
      </p>
    </Part>
  );
}

/** On a narrow screen it scrolls in its own box; the keyboard can scroll it, too. */
function Roll({ record }: { record: LessonRecord }) {
  const did = useMemo(() => new Map(record.interaction.people.map((one) => [one.person, one])), [record]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must take the focus
    <section class="roll-box" aria-label={t("record.scroll")} tabIndex={0}>
      <table class="grid roll" data-testid="record-roll">
        <thead>
          <tr>
            <th scope="col">{t("record.stt")}</th>
            <th scope="col">{t("record.person")}</th>
            <th scope="col">{t("record.status")}</th>
            <th scope="col">{t("record.in_out")}</th>
            <th scope="col">{t("record.minutes_head")}</th>
            <th scope="col">{t("record.gaps_head")}</th>
            <th scope="col">{t("record.hands")}</th>
            <th scope="col">{t("record.floors")}</th>
            <th scope="col">{t("record.messages")}</th>
          </tr>
        </thead>
        <tbody>
          {record.attendance.pupils.map((pupil) => (
            <PupilRow key={pupil.person} pupil={pupil} did={did.get(pupil.person)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PupilRow({ pupil, did }: { pupil: Pupil; did: Counts | undefined }) {
  return (
    <tr>
      <td>{pupil.stt ?? NONE}</td>
      <th scope="row">
        <bdi>{pupil.name}</bdi>
        {!pupil.on_roster && <span class="note"> ({t("record.off_roster")})</span>}
      </th>
      <td>{statusText(pupil)}</td>
      <td>
        <Lines all={spans([...pupil.intervals, ...(pupil.school ?? [])])} none={NONE} />
      </td>
      <td>{minutes(pupil.counted_ms)}</td>
      <td>{gapText(pupil)}</td>
      <td>{did?.hands ?? 0}</td>
      <td>{did && did.floors > 0 ? `${did.floors} (${formatClock(did.floor_ms / 1000)})` : 0}</td>
      <td>{did?.messages ?? 0}</td>
    </tr>
  );
}
