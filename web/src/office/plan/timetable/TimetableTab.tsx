/** The timetable's versions: looked at by class or teacher, downloaded, taken away, made from a file. */
import { useState } from "preact/hooks";
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { fullName } from "../../../i18n/names";
import { Confirm, Notice, SelectField, TextField } from "../../../ui";
import { classes, teachers } from "../../data";
import { Listed } from "../../frame/Listed";
import { Saved } from "../../frame/Saved";
import { useSaving } from "../../frame/saving";
import { Importer } from "../../importing/Importer";
import {
  assignments,
  type Bell,
  bells,
  removeTimetable,
  subjects,
  timetableFile,
  timetables,
  type Version,
} from "../data";
import { dateText, dayName, plannedText } from "../words";
import { ClassFeed } from "./ClassFeed";
import type { Names } from "./names";
import { OneVersion } from "./OneVersion";

interface Value extends Names {
  versions: Version[];
  bells: Bell[];
}

async function everything(): Promise<Value> {
  const [versions, { bells: rung }, rooms, staff, { subjects: taught }, kept] = await Promise.all([
    timetables(),
    bells(),
    classes(),
    teachers(),
    subjects(),
    assignments(),
  ]);
  return { versions, bells: rung, classes: rooms, teachers: staff, subjects: taught, assignments: kept };
}

export function TimetableTab({ writes }: { writes: boolean }) {
  const loaded = useLoad("plan timetables", everything);
  return (
    <Listed from={loaded}>
      {(value) => (
        <div class="stack">
          <Versions value={value} writes={writes} reload={loaded.reload} />
          {writes && <FromFile onWritten={loaded.reload} />}
        </div>
      )}
    </Listed>
  );
}

interface VersionsProps {
  value: Value;
  writes: boolean;
  reload: () => void;
}

function Versions({ value, writes, reload }: VersionsProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [who, setWho] = useState(value.classes[0] ? `class ${value.classes[0].id}` : "");
  const [done, setDone] = useState("");
  const open = value.versions.find(({ id }) => id === chosen) ?? value.versions[0];
  const [kind, id = ""] = who.split(" ");
  const room = kind === "class" ? value.classes.find((one) => one.id === id) : undefined;
  return (
    <div class="stack">
      {open === undefined && <Notice silent>{t("plan.no_timetable")}</Notice>}
      <div class="form-grid">
        {open && (
          <SelectField
            label={t("plan.version")}
            value={String(open.id)}
            options={value.versions.map((one) => ({
              value: String(one.id),
              text: t("plan.version_from", { name: one.name, day: dateText(one.first_day) }),
            }))}
            onValue={(version) => setChosen(Number(version))}
          />
        )}
        <WhoField value={who} names={value} onValue={setWho} />
      </div>
      {done && <Notice tone="good">{done}</Notice>}
      <OneVersion
        key={open ? `${open.id} ${open.at}` : "none"}
        version={open ?? null}
        bells={value.bells}
        who={who}
        names={value}
        writes={writes}
        onEdit={() => setDone("")}
        onSaved={({ timetable: { id: saved }, planned }) => {
          setChosen(saved);
          setDone(plannedText(planned));
          reload();
        }}
      />
      {open && (
        <div class="row">
          <a class="button button-quiet" href={timetableFile(open.id)} download data-testid="timetable-file">
            {t("plan.download")}
          </a>
          {writes && <Removal version={open} onRemoved={reload} />}
        </div>
      )}
      {writes && room && <ClassFeed key={room.id} id={room.id} name={room.code} />}
    </div>
  );
}

interface WhoProps {
  /** "class 8a3", "day 2" or "teacher gv-01". */
  value: string;
  names: Names;
  onValue: (who: string) => void;
}

function WhoField({ value, names, onValue }: WhoProps) {
  return (
    <SelectField
      label={t("plan.look_at")}
      value={value}
      options={[
        ...names.classes.map((one) => ({
          value: `class ${one.id}`,
          text: t("plan.of_class", { name: one.code }),
        })),
        ...[1, 2, 3, 4, 5, 6, 7].map((day) => ({
          value: `day ${day}`,
          text: t("plan.of_school", { day: dayName(day) }),
        })),
        ...names.teachers.map((one) => ({ value: `teacher ${one.id}`, text: fullName(one) })),
      ]}
      onValue={onValue}
    />
  );
}

function Removal({ version, onRemoved }: { version: Version; onRemoved: () => void }) {
  const saving = useSaving();
  const remove = async () => {
    if (await saving.save(() => removeTimetable(version.id))) onRemoved();
  };
  return (
    <>
      <Confirm
        question={t("plan.version_remove_ask", { name: version.name })}
        confirm={t("plan.remove")}
        busy={saving.busy}
        testId="timetable-remove"
        onConfirm={() => void remove()}
      >
        {t("plan.version_remove")}
      </Confirm>
      {saving.failure !== null && <Saved saving={saving} />}
    </>
  );
}

function FromFile({ onWritten }: { onWritten: () => void }) {
  const [day, setDay] = useState("");
  const options: Record<string, string> = day ? { first_day: day } : {};
  return (
    <Importer
      kind="timetable"
      options={options}
      onWritten={onWritten}
      beside={
        <TextField
          label={t("plan.first_day")}
          hint={t("plan.first_day_hint")}
          type="date"
          value={day}
          onValue={setDay}
        />
      }
    />
  );
}
