/** Everybody of the school, looked for by kind, class and words of the name; a class in its own order. */
import { useEffect, useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Confirm, Notice, PlusIcon, SelectField, Switch, TextField } from "../../ui";
import { Listed } from "../frame/Listed";
import { goTo, officeHref } from "../frame/route";
import { may } from "../frame/session";
import { find, numberByName, type Person, type Register, type Sought } from "./data";
import { AddPerson } from "./one/AddPerson";
import { birthText, classCode } from "./show";
import { ToolHints, Tools } from "./Tools";
import { useAct } from "./useAct";

const KINDS = ["", "student", "teacher", "staff"] as const;

export interface PeopleProps {
  all: Register;
  /** Whose list is opened; without one everybody's. */
  classId?: string | undefined;
}

export function People({ all, classId }: PeopleProps) {
  const [sought, setSought] = useState<Sought>(() => ({
    kind: "student",
    classId: classId ?? "",
    words: "",
    left: false,
  }));
  const [adding, setAdding] = useState(false);
  const loaded = useLoad(JSON.stringify(sought), () => find(sought));
  const look = (part: Partial<Sought>) => setSought({ ...sought, ...part });
  if (adding)
    return (
      <AddPerson
        all={all}
        classId={sought.classId}
        onDone={(id) => (id ? goTo("register", "person", id) : setAdding(false))}
      />
    );
  return (
    <div class="stack">
      <SearchForm all={all} sought={sought} onLook={look} />
      {may("people.write") && (
        <div class="row">
          <Button icon={<PlusIcon />} testId="person-add" onClick={() => setAdding(true)}>
            {t("register.add")}
          </Button>
          {sought.classId && sought.kind === "student" && !sought.left && (
            <NumberAnew classId={sought.classId} onDone={loaded.reload} />
          )}
        </div>
      )}
      {all.classes.length === 0 && <Notice silent>{t("register.no_classes")}</Notice>}
      <Listed from={loaded}>
        {({ people, more }) => (
          <>
            <p role="status" class="muted small">
              {people.length === 0 ? t("register.nobody") : t("register.found", { n: people.length })}
            </p>
            {more && <Notice>{t("register.too_many")}</Notice>}
            {people.length > 0 && <ToolHints />}
            <List people={people} all={all} />
          </>
        )}
      </Listed>
    </div>
  );
}

interface SearchFormProps {
  all: Register;
  sought: Sought;
  onLook: (part: Partial<Sought>) => void;
}

const TYPING_MS = 300;

function SearchForm({ all, sought, onLook }: SearchFormProps) {
  const [words, setWords] = useState(sought.words);
  useEffect(() => {
    if (words === sought.words) return;
    const timer = setTimeout(() => onLook({ words }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [words]);
  const classes = all.classes
    .filter(({ active }) => active)
    .map(({ id, code }) => ({ value: id, text: code }));
  return (
    <search class="register-search">
      <TextField
        label={t("register.search")}
        type="search"
        value={words}
        maxLength={100}
        onValue={setWords}
      />
      {all.whole && (
        <SelectField
          label={t("register.kind")}
          value={sought.kind}
          options={KINDS.map((kind) => ({ value: kind, text: t(`register.kind.${kind}`) }))}
          onValue={(kind) => onLook({ kind, classId: kind === "student" ? sought.classId : "" })}
        />
      )}
      <SelectField
        label={t("register.class")}
        value={sought.classId}
        options={[{ value: "", text: t("register.all_classes") }, ...classes]}
        onValue={(classId) => onLook({ classId, kind: classId ? "student" : sought.kind })}
      />
      <Switch on={sought.left} label={t("register.left")} onChange={(left) => onLook({ left })} />
    </search>
  );
}

function NumberAnew({ classId, onDone }: { classId: string; onDone: () => void }) {
  const act = useAct();
  return (
    <>
      <Confirm
        question={t("register.number_ask")}
        confirm={t("register.number")}
        busy={act.busy}
        testId="number-anew"
        onConfirm={() => act.run(() => numberByName(classId).then(onDone))}
      >
        {t("register.number")}
      </Confirm>
      {act.failure && <Notice tone="bad">{act.failure}</Notice>}
    </>
  );
}

function List({ people, all }: { people: Person[]; all: Register }) {
  return (
    <ul class="register-list">
      {people.map((one) => (
        <li key={one.id} data-testid="person-line">
          <span class="numbers muted">{one.stt ?? ""}</span>
          <a
            href={officeHref("register", "person", one.id)}
            aria-label={t("register.open", { name: one.full_name })}
          >
            <strong>{one.full_name}</strong>
            {one.called && ` · ${one.called}`}
          </a>
          <span class="register-about muted small">
            {[classCode(all, one.class_id), birthText(one.birth_date), one.moet_id ?? one.temporary_code]
              .filter(Boolean)
              .join(" · ")}
            {one.namesake && <strong class="register-namesake"> {t("register.namesake")}</strong>}
          </span>
          <Tools one={one} />
        </li>
      ))}
    </ul>
  );
}
