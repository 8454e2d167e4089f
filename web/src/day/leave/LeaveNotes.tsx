/** Leave notes on a homeroom teacher's day page: those that wait, and one more taken in. What shows them is loaded when it
 * is opened. */
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import type { Day } from "../../api/types";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { allWords } from "../../i18n/all";
import { type LeaveNote, notes } from "../../office/leave/data";
import { Button, Loading, Notice, PlusIcon } from "../../ui/parts";
import type { TakeInProps } from "./TakeIn";

const EVERY_MS = 60_000;

interface Parts {
  List: ComponentType<{ token: string; version: number; onDecided: () => void }>;
  Form: ComponentType<TakeInProps>;
}

interface LeaveNotesProps {
  token: string;
  classes: Day["homerooms"];
}

export function LeaveNotes({ token, classes }: LeaveNotesProps) {
  const { value, reload } = useLoad("leave", () => notes(token, "cho"), EVERY_MS);
  const [shown, setShown] = useState<"" | "list" | "form">("");
  const [parts, setParts] = useState<Parts | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [saved, setSaved] = useState<LeaveNote | null>(null);
  const [version, setVersion] = useState(0);
  const show = async (part: "list" | "form") => {
    setSaved(null);
    setShown(part === "list" && shown === "list" ? "" : part);
    if (parts) return;
    try {
      const [list, form] = await Promise.all([
        import("../../office/leave/Waiting"),
        import("./TakeIn"),
        allWords(),
      ]);
      setParts({ List: list.Waiting, Form: form.TakeIn });
      setFailure(null);
    } catch (error) {
      setFailure(error);
    }
  };
  const keep = (note: LeaveNote) => {
    setSaved(note);
    setShown("");
    setVersion(version + 1);
    reload();
  };
  const waiting = value?.waiting ?? 0;
  return (
    <section class="card" aria-labelledby="leave">
      <div class="card-head">
        <h2 id="leave">{waiting > 0 ? t("leave.day_waiting", { n: waiting }) : t("leave.day_title")}</h2>
        {(waiting > 0 || shown === "list") && (
          <Button expanded={shown === "list"} testId="day-leave" onClick={() => void show("list")}>
            {t("leave.day_open")}
          </Button>
        )}
        <Button icon={<PlusIcon />} testId="day-leave-take" onClick={() => void show("form")}>
          {t("leave.take")}
        </Button>
      </div>
      {saved && <Notice tone="good">{t("leave.saved", { name: saved.name })}</Notice>}
      {shown !== "" && failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {shown !== "" && failure === null && !parts && <Loading />}
      {shown === "list" && parts && <parts.List token={token} version={version} onDecided={reload} />}
      {shown === "form" && parts && (
        <parts.Form token={token} classes={classes} onSaved={keep} onClose={() => setShown("")} />
      )}
    </section>
  );
}
