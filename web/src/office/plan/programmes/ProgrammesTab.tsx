/** Programmes (PPCT): each subject and grade with its versions; the newest can be edited, which makes a new one. */
import { useState } from "preact/hooks";
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { formatDay } from "../../../i18n/format";
import { Notice, SelectField, TextField } from "../../../ui";
import { Listed } from "../../frame/Listed";
import { Importer } from "../../importing/Importer";
import { type Programme, programme, programmes, type Subject, subjects } from "../data";
import { Units } from "./Units";

interface Value {
  all: Programme[];
  subjects: Subject[];
}

async function everything(): Promise<Value> {
  const [all, { subjects: taught }] = await Promise.all([programmes(), subjects()]);
  return { all, subjects: taught };
}

export function ProgrammesTab({ writes }: { writes: boolean }) {
  const loaded = useLoad("plan programmes", everything);
  return (
    <Listed from={loaded}>
      {(value) => (
        <div class="stack">
          {value.all.length === 0 ? (
            <Notice silent>{t("plan.no_programmes")}</Notice>
          ) : (
            <Programmes value={value} writes={writes} reload={loaded.reload} />
          )}
          {writes && <FromFile subjects={value.subjects} onWritten={loaded.reload} />}
        </div>
      )}
    </Listed>
  );
}

interface Props {
  value: Value;
  writes: boolean;
  reload: () => void;
}

function Programmes({ value, writes, reload }: Props) {
  const names = new Map(value.subjects.map(({ code, name }) => [code, name]));
  const groups = newestOf(value.all);
  const [key, setKey] = useState(groups[0] ? keyOf(groups[0]) : "");
  const versions = value.all.filter((one) => keyOf(one) === key);
  const [version, setVersion] = useState<number | null>(null);
  const open = versions.find(({ id }) => id === version) ?? versions[0];
  return (
    <div class="stack">
      <div class="form-grid">
        <SelectField
          label={t("plan.programme")}
          value={key}
          options={groups.map((one) => ({
            value: keyOf(one),
            text: t("plan.programme_of", {
              subject: names.get(one.subject_code) ?? one.subject_code,
              grade: one.grade,
              year: one.year,
            }),
          }))}
          onValue={(value) => {
            setKey(value);
            setVersion(null);
          }}
        />
        <SelectField
          label={t("plan.version")}
          value={String(open?.id ?? "")}
          options={versions.map((one, place) => ({
            value: String(one.id),
            text: t(place === 0 ? "plan.version_now" : "plan.version_old", {
              n: one.version,
              day: formatDay(one.at),
            }),
          }))}
          onValue={(id) => setVersion(Number(id))}
        />
      </div>
      {open && (
        <OneProgramme key={open.id} id={open.id} writes={writes && open === versions[0]} onSaved={reload} />
      )}
    </div>
  );
}

function OneProgramme({ id, writes, onSaved }: { id: number; writes: boolean; onSaved: () => void }) {
  const loaded = useLoad(`plan programme ${id}`, () => programme(id));
  return (
    <Listed from={loaded}>
      {(value) => <Units of={value.programme} units={value.units} writes={writes} onSaved={onSaved} />}
    </Listed>
  );
}

function FromFile({ subjects: all, onWritten }: { subjects: Subject[]; onWritten: () => void }) {
  const [subject, setSubject] = useState("");
  const [grade, setGrade] = useState("");
  const options = { ...(subject && { subject }), ...(grade && { grade }) };
  return (
    <Importer
      kind="ppct"
      options={options}
      onWritten={onWritten}
      beside={
        <div class="form-grid">
          <SelectField
            label={t("plan.ppct_subject")}
            value={subject}
            options={[
              { value: "", text: t("plan.in_file") },
              ...all.map(({ code, name }) => ({ value: code, text: name })),
            ]}
            onValue={setSubject}
          />
          <TextField
            label={t("plan.ppct_grade")}
            inputMode="numeric"
            maxLength={2}
            value={grade}
            onValue={(value) => setGrade(value.replace(/\D/g, ""))}
          />
        </div>
      }
    />
  );
}

function keyOf({ subject_code, grade, year }: Programme): string {
  return `${subject_code} ${grade} ${year}`;
}

/** One of each subject, grade and year: the list has the newest of them first. */
export function newestOf(all: readonly Programme[]): Programme[] {
  const seen = new Set<string>();
  return all.filter((one) => !seen.has(keyOf(one)) && seen.add(keyOf(one)));
}
