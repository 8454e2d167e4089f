/** One form for every change of day: the kinds that are possible for what was chosen, and what each needs to know. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { fullName } from "../../../i18n/names";
import { Button, Card, Notice, SelectField, TextField } from "../../../ui";
import type { Option } from "../../../ui/Field";
import { teachers } from "../../data";
import { noticeSignedOut } from "../../frame/session";
import { otherDay } from "../../schoolday";
import { type ChangeKind, type DayGrid, type Done, type GridCell, makeChange, whyText } from "../data";
import { kindsFor } from "../table";
import { changeOf, type Draft, emptyDraft, type SetDraft } from "./draft";
import { StretchFields, WhenFields } from "./formFields";

export interface ChangeFormProps {
  grid: DayGrid;
  chosen: readonly GridCell[];
  onDone: (done: Done) => void;
  onCancel: () => void;
}

export function ChangeForm({ grid, chosen, onDone, onCancel }: ChangeFormProps) {
  const kinds = kindsFor(chosen);
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(grid, otherDay(grid.date, 1)));
  const [picked, setPicked] = useState<ChangeKind | undefined>();
  const kind = picked && kinds.includes(picked) ? picked : kinds[0];
  const { busy, failure, save } = useChange(onDone);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>("select, button")?.focus(), []);
  const set: SetDraft = (name) => (value) => setDraft((before) => ({ ...before, [name]: value }));
  const submit = (event: Event) => {
    event.preventDefault();
    if (kind) save(changeOf(kind, draft, chosen));
  };
  return (
    <div ref={box}>
      <Card title={chosen.length > 0 ? t("change.title") : t("grid.change_school")}>
        {failure !== null && (
          <Notice tone="bad" title={t("change.failed")}>
            {whyText(failure)}
          </Notice>
        )}
        {chosen.length > 0 && <p>{chosen.map(lessonText).join("; ")}</p>}
        {kind ? (
          <form class="stack" noValidate onSubmit={submit}>
            <div class="form-grid">
              <SelectField
                label={t("change.what")}
                value={kind}
                options={kinds.map((one) => ({ value: one, text: t(`change.${one}`) }))}
                onValue={(value) => setPicked(value as ChangeKind)}
              />
              <KindFields kind={kind} draft={draft} set={set} chosen={chosen} grid={grid} />
              {kind !== "tach" && kind !== "tiet_doi" && (
                <TextField
                  label={t("change.reason")}
                  value={draft.reason}
                  maxLength={300}
                  onValue={set("reason")}
                />
              )}
            </div>
            <div class="row">
              <Button type="submit" kind="primary" busy={busy} testId="save-change">
                {t("change.do")}
              </Button>
              <Button onClick={onCancel}>{t("common.cancel")}</Button>
            </div>
          </form>
        ) : (
          <>
            <p>{t("why.nothing_changes")}</p>
            <Button onClick={onCancel}>{t("common.cancel")}</Button>
          </>
        )}
      </Card>
    </div>
  );
}

const lessonText = ({ subject, class_name: name, period }: GridCell) =>
  t("change.lesson", { lesson: subject, class: name, period });

interface KindProps {
  kind: ChangeKind;
  draft: Draft;
  set: SetDraft;
  chosen: readonly GridCell[];
  grid: DayGrid;
}

function KindFields({ kind, draft, set, chosen, grid }: KindProps) {
  switch (kind) {
    case "day_thay":
      return <TeacherField value={draft.teacherId} onValue={set("teacherId")} />;
    case "day_bu":
      return (
        <>
          <WhenFields draft={draft} set={set} />
          <TeacherField value={draft.teacherId} onValue={set("teacherId")} />
        </>
      );
    case "ghep":
      return (
        <SelectField
          label={t("change.host")}
          value={draft.host || (chosen[0]?.id ?? "")}
          options={chosen.map((lesson) => ({
            value: lesson.id,
            text: [lesson.class_name, lesson.teacher && fullName(lesson.teacher)].filter(Boolean).join(": "),
          }))}
          onValue={set("host")}
        />
      );
    case "khong_day":
    case "hinh_thuc":
      if (chosen.length > 0) return null;
      return <StretchFields kind={kind} draft={draft} set={set} grid={grid} />;
    default:
      return null;
  }
}

function TeacherField({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const { value: all } = useLoad("teachers", teachers);
  const none: Option = { value: "", text: t("new.choose") };
  return (
    <SelectField
      label={t("change.teacher")}
      value={value}
      options={[none, ...(all ?? []).map((one) => ({ value: one.id, text: fullName(one) }))]}
      onValue={onValue}
    />
  );
}

function useChange(onDone: (done: Done) => void) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const save = async (change: Parameters<typeof makeChange>[0]) => {
    setBusy(true);
    setFailure(null);
    try {
      onDone(await makeChange(change));
    } catch (error) {
      if (noticeSignedOut(error)) return;
      setFailure(error);
      setBusy(false);
    }
  };
  return { busy, failure, save };
}
