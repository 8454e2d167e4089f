/** What became of a change of the plan; when a teacher would be in two classes at once: who, where and when. */
import type { ComponentChildren } from "preact";
import { t } from "../../i18n";
import { fullName } from "../../i18n/names";
import { Refusal } from "../../lib/answer";
import { Notice } from "../../ui";
import type { SchoolClass, Teacher } from "../data";
import { Saved } from "../frame/Saved";
import type { Saving } from "../frame/saving";
import type { Session, Subject } from "./data";
import { dayName, sessionName } from "./words";

export interface Clash {
  teacher_id: string;
  class_ids: readonly [string, string];
  subject_codes: readonly [string | null, string | null];
  weekday: number;
  session: Session;
  period: number;
}

export interface ClashNames {
  classes: readonly SchoolClass[];
  teachers: readonly Teacher[];
  subjects: readonly Subject[];
}

/** Those of a refused change; none when it was refused for something else. */
export function clashesOf(error: unknown): readonly Clash[] {
  if (!(error instanceof Refusal) || error.code !== "teacher_clash") return [];
  return Array.isArray(error.problem.clashes) ? error.problem.clashes : [];
}

interface PlanSavedProps {
  saving: Saving;
  names: ClashNames;
  children?: ComponentChildren;
}

export function PlanSaved({ saving, names, children }: PlanSavedProps) {
  const clashes = clashesOf(saving.failure);
  if (clashes.length === 0) return <Saved saving={saving}>{children}</Saved>;
  return (
    <Notice tone="bad" title={t("problem.teacher_clash")}>
      <ul class="plan-clashes" data-testid="plan-clashes">
        {clashes.map((one) => (
          <li key={`${one.teacher_id} ${one.class_ids} ${one.weekday} ${one.session} ${one.period}`}>
            {clashText(one, names)}
          </li>
        ))}
      </ul>
      <p>{t("plan.clash_hint")}</p>
    </Notice>
  );
}

/** "cô Nguyễn Thị Lan: 6A1 (Toán) và 6A2 (Văn), Thứ Hai, buổi sáng, tiết 2". */
export function clashText(clash: Clash, { classes, teachers, subjects }: ClashNames): string {
  const teacher = teachers.find(({ id }) => id === clash.teacher_id);
  const place = (at: 0 | 1) => {
    const room = classes.find(({ id }) => id === clash.class_ids[at])?.code ?? clash.class_ids[at];
    const subject = subjects.find(({ code }) => code === clash.subject_codes[at])?.short;
    return subject ? `${room} (${subject})` : room;
  };
  return t("plan.clash", {
    teacher: teacher ? fullName(teacher) : clash.teacher_id,
    one: place(0),
    other: place(1),
    day: dayName(clash.weekday),
    session: sessionName(clash.session).toLowerCase(),
    period: clash.period,
  });
}
