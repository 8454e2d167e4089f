/** The page of a lesson record: what can be done with it on the screen, and the document itself. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Entry, firstAllowed } from "../api/kept";
import { problemText } from "../api/problem";
import type { LessonRecord, Who } from "../generated/record";
import { language, t } from "../i18n";
import { schoolZone } from "../i18n/format";
import { titled } from "../lib/lesson/names";
import { sheetOf } from "../sheet/api";
import { Sheet } from "../sheet/Sheet";
import { Button, ButtonLink, EditIcon, Loading, Notice, Page, PlayIcon, PrintIcon } from "../ui";
import { Document } from "./Document";
import { Failed } from "./Failed";
import { recordOf, versionsOf } from "./load";
import { namePages } from "./pages";
import { moment } from "./show";
import type { Version } from "./versions";

/** What comes after the record itself, which is shown as soon as it is there. */
interface More {
  versions: readonly Version[];
  /** Whether this person may fill in the sheet. */
  writes: boolean;
}

interface Found {
  record: LessonRecord;
  token: string | undefined;
}

const NOTHING: More = { versions: [], writes: false };

async function more(lesson: string, token: string | undefined): Promise<More> {
  const [all, sheet] = await Promise.all([versionsOf(lesson, token), sheetOf(lesson, token)]);
  return { versions: all.versions, writes: sheet.can_write };
}

export function RecordPage({ entry }: { entry: Entry }) {
  const [found, setFound] = useState<Found | null>(null);
  const [also, setAlso] = useState<More>(NOTHING);
  const [failure, setFailure] = useState<unknown>(null);
  const load = async () => {
    setFailure(null);
    try {
      const { value: record, key: token } = await firstAllowed(entry.keys, (one) =>
        recordOf(entry.lesson, one),
      );
      schoolZone.value = record.slot.time_zone;
      setFound({ record, token });
      setAlso(await more(entry.lesson, token));
    } catch (error) {
      setFailure(error);
    }
  };
  useEffect(() => {
    void load();
  }, [entry]);
  if (found) return <Shown entry={entry} {...found} {...also} onChange={load} failure={failure} />;
  return (
    <Page title={t("record.title")} narrow>
      <div class="stack">
        <h1>{t("record.title")}</h1>
        {failure === null ? <Loading /> : <Failed entry={entry} failure={failure} onRetry={load} />}
      </div>
    </Page>
  );
}

interface ShownProps extends Found, More {
  entry: Entry;
  failure: unknown;
  onChange: () => Promise<void>;
}

function Shown({ entry, record: newest, versions, writes, token, failure, onChange }: ShownProps) {
  const { older, trouble, choose } = useVersion(entry, newest, token);
  const [editing, setEditing] = useState(false);
  const record = older ?? newest;
  const wrong = trouble ?? failure;
  useEffect(() => namePages(record), [record]);
  useEffect(() => {
    // What "save as PDF" proposes as the file's name.
    document.title = `${t("record.title")} – ${record.content.subject} ${record.slot.class?.code ?? ""} – ${record.slot.date}`;
  }, [record, language.value]);
  return (
    <Page title={t("record.title")} actions={<PrintButton />}>
      <div class="record-tools">
        <div class="row">
          <VersionChoice versions={versions} chosen={record.identity.version} onChoose={choose} />
          {writes && <EditButton editing={editing} onToggle={() => setEditing(!editing)} />}
          {record.recording.recorded && (
            <ButtonLink href={`/r/${entry.lesson}`} icon={<PlayIcon />}>
              {t("record.replay")}
            </ButtonLink>
          )}
        </div>
        {wrong !== null && <Notice tone="bad">{problemText(wrong)}</Notice>}
        {older && <Notice tone="warn">{t("record.old", { n: newest.identity.version })}</Notice>}
        {editing && writes && (
          <section class="card" aria-label={t("sheet.title")}>
            <h2>{t("sheet.title")}</h2>
            <Sheet
              lesson={entry.lesson}
              token={token}
              ended
              called={calledIn(newest)}
              onSaved={() => void onChange()}
            />
          </section>
        )}
      </div>
      <Document record={record} versions={versions} />
    </Page>
  );
}

/** An older version somebody chose; null: the newest. */
function useVersion(entry: Entry, newest: LessonRecord, token: string | undefined) {
  const [older, setOlder] = useState<LessonRecord | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  const wanted = useRef(newest.identity.version);
  const choose = (version: number) => {
    wanted.current = version;
    setTrouble(null);
    if (version === newest.identity.version) return setOlder(null);
    // Another may have been chosen before the answer is here.
    const last = <Value,>(then: (value: Value) => void) => {
      return (value: Value) => wanted.current === version && then(value);
    };
    recordOf(entry.lesson, token, version).then(last(setOlder), last(setTrouble));
  };
  return { older, trouble, choose };
}

function PrintButton() {
  return (
    <Button kind="primary" icon={<PrintIcon />} testId="record-print" onClick={() => print()}>
      {t("record.print")}
    </Button>
  );
}

function EditButton({ editing, onToggle }: { editing: boolean; onToggle: () => void }) {
  return (
    <Button icon={<EditIcon />} expanded={editing} testId="record-edit" onClick={onToggle}>
      {t("record.edit")}
    </Button>
  );
}

/** "cô Lan" for the lesson's people, else the name as it is. */
function calledIn({ people }: LessonRecord): (who: Who) => string {
  const all = new Map([people.teacher, ...people.others].map((one) => [one?.person, one]));
  return ({ id, name }) => titled(all.get(id)) ?? name;
}

interface ChoiceProps {
  versions: readonly Version[];
  chosen: number;
  onChoose: (version: number) => void;
}

function VersionChoice({ versions, chosen, onChoose }: ChoiceProps) {
  if (versions.length < 2) return null;
  return (
    <label class="version-choice">
      <span>{t("record.versions_of")}</span>
      <select
        class="control"
        value={chosen}
        data-testid="record-version"
        onChange={(event) => onChoose(Number(event.currentTarget.value))}
      >
        {versions.map(({ version: n, made_at: at, by }) => (
          <option key={n} value={n}>
            {t("record.version_option", {
              n,
              time: moment(at),
              name: by?.name ?? t("record.versions.server"),
            })}
          </option>
        ))}
      </select>
    </label>
  );
}
