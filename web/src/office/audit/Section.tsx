/** The log of acts on people's data: newest first, filtered by who, whose data, which day; older by pages. */
import { useState } from "preact/hooks";
import { call } from "../../api/call";
import { problemText } from "../../api/problem";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Notice, TextField } from "../../ui";
import { Listed } from "../frame/Listed";
import { noticeSignedOut } from "../frame/session";
import { type Line, Lines } from "./Lines";
import "./audit.css";

interface Filter {
  actor: string;
  person: string;
  date: string;
}

interface Answer {
  lines: Line[];
  /** What to ask with for older ones; null: there are none. */
  next: number | null;
}

const NONE: Filter = { actor: "", person: "", date: "" };

function logOf({ actor, person, date }: Filter, before: number | null): Promise<Answer> {
  const asked = new URLSearchParams();
  if (actor.trim()) asked.set("q_actor", actor.trim());
  if (person.trim()) asked.set("q_person", person.trim());
  if (date) asked.set("date", date);
  if (before !== null) asked.set("before", String(before));
  return call<Answer>(`/office/audit?${asked}`);
}

export function Section() {
  const [filter, setFilter] = useState(NONE);
  const key = JSON.stringify(filter);
  const loaded = useLoad(`audit ${key}`, () => logOf(filter, null));
  return (
    <>
      <p class="muted">{t("audit.lead")}</p>
      <FilterForm onFilter={setFilter} />
      <Listed from={loaded}>{(first) => <Pages key={key} first={first} filter={filter} />}</Listed>
    </>
  );
}

function FilterForm({ onFilter }: { onFilter: (filter: Filter) => void }) {
  const [typed, setTyped] = useState(NONE);
  const apply = (event: Event) => {
    event.preventDefault();
    onFilter(typed);
  };
  const clear = () => {
    setTyped(NONE);
    onFilter(NONE);
  };
  return (
    <form class="audit-filter" onSubmit={apply}>
      <TextField
        label={t("audit.actor")}
        type="search"
        value={typed.actor}
        maxLength={100}
        onValue={(actor) => setTyped({ ...typed, actor })}
      />
      <TextField
        label={t("audit.person")}
        type="search"
        value={typed.person}
        maxLength={100}
        onValue={(person) => setTyped({ ...typed, person })}
      />
      <TextField
        label={t("audit.day")}
        type="date"
        value={typed.date}
        onValue={(date) => setTyped({ ...typed, date })}
      />
      <div class="row">
        <Button type="submit" kind="primary">
          {t("audit.apply")}
        </Button>
        <Button onClick={clear}>{t("audit.clear")}</Button>
      </div>
    </form>
  );
}

function Pages({ first, filter }: { first: Answer; filter: Filter }) {
  const [older, setOlder] = useState<Answer[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const { next } = older.at(-1) ?? first;
  const lines = [first, ...older].flatMap((page) => page.lines);
  const more = async () => {
    setBusy(true);
    setFailure(null);
    try {
      setOlder([...older, await logOf(filter, next)]);
    } catch (error) {
      if (!noticeSignedOut(error)) setFailure(error);
    }
    setBusy(false);
  };
  if (lines.length === 0) return <Notice silent>{t("audit.none")}</Notice>;
  return (
    <>
      <p class="muted small" role="status">
        {t("audit.shown", { n: lines.length })}
      </p>
      <Lines all={lines} />
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {next !== null && (
        <div>
          <Button busy={busy} testId="older" onClick={more}>
            {t("audit.older")}
          </Button>
        </div>
      )}
    </>
  );
}
