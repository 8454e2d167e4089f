/** Leave notes: those that wait first, then what was decided; and one more taken in. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Card, Notice, PlusIcon } from "../../ui";
import { Listed } from "../frame/Listed";
import { countWaiting, waiting } from "./count";
import { type LeaveNote, notes } from "./data";
import { NoteDialog } from "./NoteDialog";
import { NoteItem } from "./NoteItem";
import { PupilSearch } from "./PupilSearch";
import { Waiting } from "./Waiting";
import "./leave.css";

export function Section() {
  const [version, setVersion] = useState(0);
  const [taking, setTaking] = useState(false);
  const [saved, setSaved] = useState<LeaveNote | null>(null);
  const changed = () => {
    setVersion((before) => before + 1);
    countWaiting();
  };
  return (
    <div class="stack">
      <p class="muted">{t("leave.hint")}</p>
      <div>
        <Button
          icon={<PlusIcon />}
          testId="leave-take"
          onClick={() => {
            setSaved(null);
            setTaking(true);
          }}
        >
          {t("leave.take")}
        </Button>
      </div>
      {saved && <Notice tone="good">{t("leave.saved", { name: saved.name })}</Notice>}
      <Card title={t("leave.waiting", { n: waiting.value })}>
        <Waiting token={undefined} version={version} onDecided={changed} />
      </Card>
      <Card title={t("leave.decided")}>
        <Decided version={version} onDecided={changed} />
      </Card>
      {taking && (
        <NoteDialog
          choice={(props) => <PupilSearch {...props} />}
          onClose={() => setTaking(false)}
          onSaved={(note) => {
            setTaking(false);
            setSaved(note);
            changed();
          }}
        />
      )}
    </div>
  );
}

const PAGE = 200;

function Decided({ version, onDecided }: { version: number; onDecided: () => void }) {
  const loaded = useLoad(`decided ${version}`, () => notes(undefined));
  return (
    <Listed from={loaded}>
      {({ notes: newest }) => <Pages key={version} newest={newest} onDecided={onDecided} />}
    </Listed>
  );
}

/** The newest, and older ones as they are asked for. */
function Pages({ newest, onDecided }: { newest: LeaveNote[]; onDecided: () => void }) {
  const [older, setOlder] = useState<{ notes: LeaveNote[]; last: number }>({
    notes: [],
    last: newest.length,
  });
  const [failure, setFailure] = useState<unknown>(null);
  const all = [...newest, ...older.notes];
  const more = () =>
    notes(undefined, undefined, all.at(-1)?.id).then(({ notes: found }) => {
      setOlder({ notes: [...older.notes, ...found], last: found.length });
      setFailure(null);
    }, setFailure);
  const decided = all.filter(({ status }) => status !== "cho");
  return (
    <div class="stack">
      {decided.length === 0 ? (
        <p class="muted">{t("leave.none_decided")}</p>
      ) : (
        <ul class="notes">
          {decided.map((note) => (
            <NoteItem key={note.id} note={note} token={undefined} onDecided={onDecided} />
          ))}
        </ul>
      )}
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {older.last === PAGE && (
        <div>
          <Button onClick={more}>{t("leave.more")}</Button>
        </div>
      )}
    </div>
  );
}
