/** The form of a period's sheet: three prefilled parts, how safe they are, and what somebody else wrote meanwhile. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { t } from "../i18n";
import { formatTime } from "../i18n/format";
import { capital } from "../lib/lesson/names";
import { Button, CheckIcon, Field, Loading, Notice, TextField } from "../ui";
import { type Kept, LONGEST, PARTS, type Part, type Who } from "./api";
import { Draft, serverOf } from "./draft";

export interface SheetProps {
  lesson: string;
  token: string | undefined;
  /** The lesson is over: a tap saves, and makes a version of the record. */
  ended: boolean;
  /** How somebody is called; the name where it is not known. */
  called?: (who: Who) => string;
  onSaved?: () => void;
}

const NAMES = { title: "sheet.name", remark: "sheet.remark", homework: "sheet.homework" } as const;

export function Sheet({ lesson, token, ended, called = ({ name }) => name, onSaved }: SheetProps) {
  const [why, setWhy] = useState("");
  const draft = useDraft(lesson, token, ended);
  const { value: theirs } = draft.theirs;
  const state = draft.state.value;
  if (state === "loading") return <Loading />;
  if (state === "unread") return <Unread draft={draft} />;
  const nameOf = ({ by }: Kept) => (by ? called(by) : t("sheet.somebody"));
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
      {theirs && <Changed theirs={theirs} name={nameOf(theirs)} />}
      {draft.joined.value && <Changed theirs={draft.joined.value} name={nameOf(draft.joined.value)} joined />}
      {PARTS.map((part) => (
        <PartField key={part} draft={draft} part={part} nameOf={nameOf} />
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

/** Nothing can be written before it is known what stands there. */
function Unread({ draft }: { draft: Draft }) {
  return (
    <Notice tone="bad" title={t("sheet.unread")}>
      <p>{problemText(draft.failure.value)}</p>
      <Button onClick={() => void draft.load()} testId="sheet-retry">
        {t("common.retry")}
      </Button>
    </Notice>
  );
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
  if (state === "loading" || state === "unread") return "";
  if (at !== null && (state === "saved" || state === "clean")) {
    return t("sheet.state.saved", { time: formatTime(at, true) });
  }
  return t(`sheet.state.${state === "saved" ? "clean" : state}`);
}

interface PartProps {
  draft: Draft;
  part: Part;
  nameOf: (kept: Kept) => string;
}

function PartField({ draft, part, nameOf }: PartProps) {
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

/** Comes into sight by itself: on a phone the form is longer than the screen. */
function Changed({ theirs, name, joined = false }: { theirs: Kept; name: string; joined?: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), [theirs]);
  const time = theirs.at === null ? "" : formatTime(theirs.at);
  return (
    <div ref={box}>
      <Notice tone={joined ? "info" : "warn"} title={t("sheet.changed", { name: capital(name), time })}>
        {joined ? t("sheet.changed_joined") : t("sheet.changed_what")}
      </Notice>
    </div>
  );
}
