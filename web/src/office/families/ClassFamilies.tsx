/** One class: its families by STT, ticked ones get links and slips. At the office, and on a homeroom teacher's day page
 * (then with the day's token). */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Card, Confirm, LinkIcon, Notice, Switch } from "../../ui";
import { Listed } from "../frame/Listed";
import { type Families, type FamilyLine, familiesOf, type Key, makeSlips, type Slips } from "./data";
import { FamilyRow } from "./FamilyRow";
import { SlipDialog } from "./SlipDialog";
import { SlipSheet } from "./SlipSheet";
import "../../family/told.css";
import "../../family/family.css";
import "./families.css";

interface ClassFamiliesProps {
  id: string;
  /** Whether one may type in slips and make links. The server asks again. */
  writes: boolean;
  token?: Key;
}

export function ClassFamilies({ id, writes, token }: ClassFamiliesProps) {
  const loaded = useLoad(`families ${id}`, () => familiesOf(id, token));
  const [sheet, setSheet] = useState<Slips | null>(null);
  const close = () => {
    setSheet(null);
    loaded.reload();
  };
  if (sheet) return <SlipSheet sheet={sheet} onClose={close} />;
  return (
    <Listed from={loaded}>
      {(of) => <Shown of={of} writes={writes} token={token} onMade={setSheet} onChanged={loaded.reload} />}
    </Listed>
  );
}

interface ShownProps {
  of: Families;
  writes: boolean;
  token: Key;
  onMade: (slips: Slips) => void;
  onChanged: () => void;
}

function Shown({ of, writes, token, onMade, onChanged }: ShownProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [openOnly, setOpenOnly] = useState(false);
  const [slip, setSlip] = useState<FamilyLine | null>(null);
  const shown = openOnly ? of.pupils.filter(isOpen) : of.pupils;
  const tick = (person: string) => {
    const next = new Set(ticked);
    if (!next.delete(person)) next.add(person);
    setTicked(next);
  };
  return (
    <Frame title={t("families.of", { name: of.class_name })} bare={token !== undefined}>
      <p data-testid="families-sum">{sumOf(of)}</p>
      <Switch on={openOnly} label={t("families.open_only")} onChange={setOpenOnly} />
      {writes && shown.length > 0 && (
        <div class="row">
          <Button
            kind="plain"
            testId="families-all"
            onClick={() => setTicked(new Set(shown.map(({ person }) => person)))}
          >
            {t("families.choose_all")}
          </Button>
          <Make of={of} ticked={[...ticked]} token={token} onMade={onMade} />
        </div>
      )}
      {shown.length === 0 && <Notice silent>{t("families.all_answered")}</Notice>}
      <ul class="families">
        {shown.map((one) => (
          <FamilyRow
            key={one.person}
            of={one}
            ticked={ticked.has(one.person)}
            onTick={writes ? () => tick(one.person) : null}
            onSlip={() => setSlip(one)}
          />
        ))}
      </ul>
      {slip && (
        <SlipDialog
          of={slip}
          version={of.version}
          writes={writes}
          token={token}
          onSaved={() => {
            setSlip(null);
            onChanged();
          }}
          onClose={() => setSlip(null)}
        />
      )}
    </Frame>
  );
}

/** On the day page the class has a card already. */
function Frame({ title, bare, children }: { title: string; bare: boolean; children: ComponentChildren }) {
  return bare ? <div class="stack">{children}</div> : <Card title={title}>{children}</Card>;
}

const isOpen = ({ consent }: FamilyLine) => consent === "chua_tra_loi";

function sumOf({ pupils }: Families): string {
  const agreed = pupils.filter(({ consent }) => consent === "dong_y").length;
  const read = pupils.filter(({ rules }) => rules.length > 0).length;
  return t("families.sum", { n: pupils.length, agreed, open: pupils.filter(isOpen).length, read });
}

interface MakeProps {
  of: Families;
  ticked: readonly string[];
  token: Key;
  onMade: (slips: Slips) => void;
}

function Make({ of, ticked, token, onMade }: MakeProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const make = async () => {
    setBusy(true);
    try {
      onMade(await makeSlips(of.class_id, ticked, token));
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  if (ticked.length === 0) return null;
  return (
    <>
      <Confirm
        icon={<LinkIcon />}
        question={t("families.make_ask", { n: ticked.length })}
        confirm={t("families.make_yes")}
        busy={busy}
        testId="families-make"
        onConfirm={() => void make()}
      >
        {t("families.make", { n: ticked.length })}
      </Confirm>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
    </>
  );
}
