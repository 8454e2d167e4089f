/** With what pupils learn: the register by class, what is still to be asked, and where sharing does not work. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { dateOf } from "../../i18n/format";
import { Button, Notice, SelectField } from "../../ui";
import { classes, type Me, type SchoolClass } from "../data";
import { ClassSelect } from "../frame/ClassSelect";
import { Listed } from "../frame/Listed";
import { offered } from "../frame/offered";
import type { SectionProps } from "../frame/section";
import { Clashes } from "./Clashes";
import { DeviceDialog } from "./DeviceDialog";
import { DeviceTable } from "./DeviceTable";
import { type DeviceRow, register } from "./data";
import { FILTERS, type Filter, passes } from "./show";
import "./devices.css";

export function Section({ session }: SectionProps) {
  const loaded = useLoad("devices", register);
  const homes = useLoad("classes", classes);
  const [changes, setChanges] = useState(0);
  const changed = () => {
    loaded.reload();
    setChanges(changes + 1);
  };
  return (
    <div class="stack">
      <Clashes version={changes} />
      <Listed from={loaded}>
        {(rows) => <Register rows={rows} homes={homes.value} session={session} onChange={changed} />}
      </Listed>
    </div>
  );
}

const STEP = 100;

interface RegisterProps {
  rows: DeviceRow[];
  /** For whose homeroom comes first; null as long as it is not known. */
  homes: SchoolClass[] | null;
  session: Me;
  onChange: () => void;
}

function Register({ rows, homes, session, onChange }: RegisterProps) {
  const all = classesOf(rows, homes, session);
  const own = session.person !== null && all[0]?.homeroom === session.person ? all[0].id : "";
  const [asked, setOf] = useState<string | null>(null);
  const [filter, setFilter] = useState<Filter>("all");
  const [shown, setShown] = useState(STEP);
  const [editing, setEditing] = useState<DeviceRow | null>(null);
  const of = asked ?? own;
  const today = dateOf(Date.now());
  const mine = rows.filter(({ class_id: id }) => of === "" || id === of);
  const found = mine.filter((row) => passes(row, filter, today));
  const counted = (one: Filter) => mine.filter((row) => passes(row, one, today)).length;
  const saved = () => {
    setEditing(null);
    onChange();
  };
  return (
    <>
      <div class="form-grid">
        <ClassSelect
          all={all}
          value={of}
          person={session.person}
          whole={t("devices.all_classes")}
          onValue={setOf}
        />
        <SelectField
          label={t("devices.filter")}
          value={filter}
          options={FILTERS.map((value) => ({ value, text: t(`devices.${value}`, { n: counted(value) }) }))}
          onValue={(value) => setFilter(value as Filter)}
        />
      </div>
      {found.length === 0 ? (
        <Notice silent>{t("devices.none")}</Notice>
      ) : (
        <DeviceTable
          rows={found.slice(0, shown)}
          all={rows}
          today={today}
          onEdit={session.acts.includes("devices.write") ? setEditing : null}
        />
      )}
      {found.length > shown && <More n={found.length - shown} onMore={() => setShown(shown + STEP)} />}
      {editing && (
        <DeviceDialog
          key={editing.person}
          row={editing}
          all={rows}
          onSaved={saved}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

function More({ n, onMore }: { n: number; onMore: () => void }) {
  return (
    <div>
      <Button onClick={onMore}>{t("devices.more", { n })}</Button>
    </div>
  );
}

/** The classes of the register's pupils, the own homeroom first. */
function classesOf(rows: readonly DeviceRow[], homes: SchoolClass[] | null, session: Me): SchoolClass[] {
  const found = new Map<string, SchoolClass>();
  for (const { class_id: id, class_name: code } of rows)
    if (!found.has(id))
      found.set(id, homes?.find((one) => one.id === id) ?? { id, code, grade: 0, size: 0, homeroom: null });
  return offered(session, [...found.values()], new Set(session.roles));
}
