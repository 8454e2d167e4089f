/** Somebody of the register: what is known, changed here by who may; and the history of codes and classes. */
import { useState } from "preact/hooks";
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { formatDate } from "../../../i18n/format";
import { BackIcon, Button, ButtonLink, Card, Notice } from "../../../ui";
import { Listed } from "../../frame/Listed";
import { officeHref } from "../../frame/route";
import { may } from "../../frame/session";
import { change, type Person, person, type Register, type Whole } from "../data";
import { birthText, classCode } from "../show";
import { ToolHints, Tools } from "../Tools";
import { useAct } from "../useAct";
import { Acts } from "./Acts";
import { Facts } from "./Facts";
import { draftOf, fieldsOf, PersonFields } from "./PersonFields";

export function OnePerson({ id, all }: { id: string; all: Register }) {
  const loaded = useLoad(`person ${id}`, () => person(id));
  const classId = loaded.value?.person.class_id;
  return (
    <div class="stack">
      <div>
        <ButtonLink
          href={officeHref("register", "people", ...(classId ? [classId] : []))}
          icon={<BackIcon />}
        >
          {t("register.back")}
        </ButtonLink>
      </div>
      <Listed from={loaded}>{(first) => <Opened first={first} all={all} />}</Listed>
    </div>
  );
}

function Opened({ first, all }: { first: Whole; all: Register }) {
  const [now, setNow] = useState(first);
  const [saved, setSaved] = useState(0);
  const seen = (next: Whole) => {
    setNow(next);
    setSaved(saved + 1);
  };
  const one = now.person;
  const code = one.moet_id ?? (one.temporary_code && t("register.temporary", { code: one.temporary_code }));
  const stt = one.stt && `STT ${one.stt}`;
  const told = [t(`register.kind.${one.kind}`), classCode(all, one.class_id), stt, code];
  const changes = may("people.write");
  return (
    <>
      <Card title={one.full_name}>
        <p class="muted">{told.filter(Boolean).join(" · ")}</p>
        {!one.active && <Notice silent>{t("register.gone", { day: birthText(one.left_on) })}</Notice>}
        <p role="status" class="good small">
          {saved > 0 ? t("register.saved") : ""}
        </p>
        {changes ? <Edit key={saved} now={now} all={all} onSaved={seen} /> : <Facts one={one} all={all} />}
      </Card>
      <OwnTools one={one} />
      {changes && <Acts key={`acts ${saved}`} now={now} all={all} onDone={seen} />}
      <History now={now} />
    </>
  );
}

/** Nothing for who may neither know the consent nor hand out links. */
function OwnTools({ one }: { one: Person }) {
  if (!one.active || (one.recording_consent === null && !may("accounts.manage"))) return null;
  return (
    <Card title={t("register.tools")}>
      <ToolHints />
      <Tools one={one} />
    </Card>
  );
}

function Edit({ now, all, onSaved }: { now: Whole; all: Register; onSaved: (next: Whole) => void }) {
  const before = draftOf(now.person);
  const [draft, setDraft] = useState(before);
  const act = useAct();
  const submit = (event: Event) => {
    event.preventDefault();
    act.run(async () => onSaved(await change(now.person.id, fieldsOf(draft, before, now.person.kind))));
  };
  return (
    <form class="stack" onSubmit={submit}>
      {act.failure && <Notice tone="bad">{act.failure}</Notice>}
      <PersonFields kind={now.person.kind} draft={draft} all={all} act={act} onDraft={setDraft} />
      <div>
        <Button type="submit" busy={act.busy} testId="person-save">
          {t("register.save")}
        </Button>
      </div>
    </form>
  );
}

function History({ now }: { now: Whole }) {
  const step = (old: string | null, next: string | null) =>
    t("register.step", { old: old ?? "–", new: next ?? "–" });
  if (now.codes.length + now.moves.length === 0) return null;
  return (
    <Card>
      {now.codes.length > 0 && <h2>{t("register.codes")}</h2>}
      <ul class="register-history">
        {now.codes.map((one, place) => (
          <li key={place}>
            <span class="muted small numbers">{formatDate(one.at)}</span> {step(one.old, one.new)}{" "}
            <span class="muted">{one.why}</span>
          </li>
        ))}
      </ul>
      {now.moves.length > 0 && <h2>{t("register.moves")}</h2>}
      <ul class="register-history">
        {now.moves.map((one, place) => (
          <li key={place}>
            <span class="muted small numbers">{formatDate(one.at)}</span> {step(one.from_class, one.to_class)}{" "}
            <span class="muted">{one.why}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
