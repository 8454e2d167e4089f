/** The way from a chosen period of the grid to what it teaches; for who may say it, until the period is opened. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { BookIcon, Button, Notice } from "../../ui";
import { may } from "../frame/session";
import type { GridCell } from "./data";
import { UnitDialog } from "./UnitDialog";

/** One period, or all that share its room: of others it would not be clear which one is meant. */
export function unitsOf(chosen: readonly GridCell[]): readonly GridCell[] {
  const [first] = chosen;
  return chosen.every(({ room }) => room === first?.room) ? chosen : [];
}

/** Whether the account sets units at all; the server says for which periods. */
export const setsUnits = () => may("records.write");

interface UnitPartProps {
  lesson: GridCell;
  onSaved: () => void;
}

export function UnitPart({ lesson, onSaved }: UnitPartProps) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  if (!setsUnits() || lesson.class_id === null) return null;
  if (lesson.state !== "planned" && lesson.state !== "missed") return null;
  const { subject, class_name: name, period, title } = lesson;
  const what = t("change.lesson", { lesson: subject, class: name, period });
  return (
    <section class="stack" aria-label={what}>
      <div class="row">
        <Button
          icon={<BookIcon />}
          label={`${t("unit.open")}: ${what}`}
          testId="unit-open"
          onClick={() => setOpen(true)}
        >
          {t("unit.open")}
        </Button>
        <span>
          {what}: <bdi>{title}</bdi>
        </span>
      </div>
      {done !== null && (
        <Notice tone="good">{done > 0 ? t("unit.saved", { n: done }) : t("plan.saved")}</Notice>
      )}
      {open && (
        <UnitDialog
          lesson={lesson}
          onSaved={({ renumbered }) => {
            setOpen(false);
            setDone(renumbered);
            onSaved();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </section>
  );
}
