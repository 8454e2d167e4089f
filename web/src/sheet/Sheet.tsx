/** The form of a period's sheet: three prefilled parts, how safe they are, and what somebody else wrote meanwhile. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { t } from "../i18n";
import { formatTime } from "../i18n/format";
import { Button, CheckIcon, Field, Loading, Notice, TextField } from "../ui";
import { type Kept, LONGEST, PARTS, type Part } from "./api";
import { Draft, serverOf } from "./draft";

export interface SheetProps {
  lesson: string;
  token: string | undefined;
  /** The lesson is over: a tap saves, and makes a version of the record. */
  ended: boolean;
  onSaved?: () => void;
}

const NAMES = { title: "sheet.name", remark: "sheet.remark", homework: "sheet.homework" } as const;

export function Sheet({ lesson, token, ended, onSaved }: SheetProps) {
  const [why, setWhy] = useState("");
  const draft = useDraft(lesson, token, ended);
  const { value: theirs } = draft.theirs;
  const state = draft.state.value;
  if (state === "loading") return <Loading />;
  const save = async () => {
    await (theirs ? draft.keepMine(why) : draft.save(why));
    if (draft.state.value !== "saved") return;
    setWhy("");
    onSaved?.();
  };
  return (
    <form
      class="sheet-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {theirs && <Changed theirs={theirs} />}
      {draft.joined.value && <Changed theirs={draft.joined.value} joined />}
      {PARTS.map((part) => (
        <PartField key={part} draft={draft} part={part} />
      ))}
      {ended && <TextField label={t("sheet.why")} value={why} maxLength={300} onValue={setWhy} />}
      <div class="row">
        <Button
          type="submit"
          kind="primary"
          icon={<CheckIcon />}
          busy={state === "saving"}
          testId="sheet-save"
        >
          {theirs ? t("sheet.keep_mine") : t("sheet.save")}
        </Button>
        <Standing draft={draft} ended={ended} />
      </div>
      <p class="muted small">{ended ? t("sheet.version_note") : t("sheet.draft_note")}</p>
    </form>
  );
}

/** One draft as long as the form stands; what waits is saved when it goes. */
function useDraft(lesson: string, token: string | undefined, ended: boolean): Draft {
  const draft = useMemo(
    () => new Draft(serverOf(lesson, token), lesson, sessionStorage, ended),
    [lesson, token],
  );
  useEffect(() => {
    const leave = () => draft.close();
    void draft.load();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [draft]);
  useEffect(() => {
    if (ended) draft.end();
  }, [draft, ended]);
  return draft;
}

function Standing({ draft, ended }: { draft: Draft; ended: boolean }) {
  const state = draft.state.value;
  const at = draft.savedAt.value;
  return (
    <div class="sheet-state small" role="status" data-testid="sheet-state" data-state={state}>
      {state === "failed" ? (
        <strong class="sheet-bad">
          {t("sheet.state.failed")} {problemText(draft.failure.value)} {!ended && t("sheet.state.again")}
        </strong>
      ) : (
        <span class="muted">{standing(state, at)}</span>
      )}
    </div>
  );
}

function standing(state: Exclude<Draft["state"]["value"], "failed">, at: string | null): string {
  if (state === "loading") return "";
  if (at !== null && (state === "saved" || state === "clean")) {
    return t("sheet.state.saved", { time: formatTime(at, true) });
  }
  return t(`sheet.state.${state === "saved" ? "clean" : state}`);
}

function PartField({ draft, part }: { draft: Draft; part: Part }) {
  const value = draft.text.value[part];
  const { value: theirs } = draft.theirs;
  return (
    <div class="sheet-part">
      <Field label={t(NAMES[part])}>
        {(control) => (
          <textarea
            {...control}
            rows={part === "title" ? 1 : 3}
            value={value}
            maxLength={LONGEST[part]}
            data-testid={`sheet-${part}`}
            onInput={(event) => draft.write(part, written(part, event.currentTarget.value))}
            onKeyDown={(event) => part === "title" && event.key === "Enter" && event.preventDefault()}
          />
        )}
      </Field>
      {theirs && draft.disputed.value.includes(part) && (
        <div class="sheet-theirs" data-testid={`sheet-theirs-${part}`}>
          <p class="muted small">{t("sheet.theirs", { name: nameOf(theirs) })}</p>
          <p class="sheet-words">{theirs[part] || "–"}</p>
          <Button size="small" onClick={() => draft.take(part)}>
            {t("sheet.take_theirs")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A title is one line; a pasted line end is a blank there. */
function written(part: Part, words: string): string {
  return part === "title" ? words.replace(/\s*\n\s*/g, " ") : words;
}

function Changed({ theirs, joined = false }: { theirs: Kept; joined?: boolean }) {
  const time = theirs.at === null ? "" : formatTime(theirs.at);
  return (
    <Notice tone={joined ? "info" : "warn"} title={t("sheet.changed", { name: nameOf(theirs), time })}>
      {joined ? t("sheet.changed_joined") : t("sheet.changed_what")}
    </Notice>
  );
}

const nameOf = (kept: Kept) => kept.by?.name ?? t("sheet.somebody");
