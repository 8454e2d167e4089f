/** The classes of the year: names, homeroom teachers, sessions. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { fullName } from "../../i18n/names";
import { Button, ButtonLink, Card, Notice, PeopleIcon, SelectField, TextField } from "../../ui";
import { type Teacher, teachers } from "../data";
import { Listed } from "../frame/Listed";
import { officeHref } from "../frame/route";
import { addClass, changeClass, type Register, type RegisterClass } from "./data";
import { useAct } from "./useAct";

export interface PartProps {
  all: Register;
  onChanged: (next: Register) => void;
}

export function Classes({ all, onChanged }: PartProps) {
  const loaded = useLoad("teachers", teachers);
  const active = all.classes.filter((one) => one.active);
  active.sort((a, b) => a.grade - b.grade || a.code.localeCompare(b.code, "vi"));
  return (
    <Card title={all.year ? t("register.year_now", { year: all.year }) : t("register.no_year")}>
      <NewClass onChanged={onChanged} />
      <Listed from={loaded}>
        {(staff) => (
          <div>
            {active.map((one) => (
              <OneClass key={JSON.stringify(one)} one={one} staff={staff} onChanged={onChanged} />
            ))}
          </div>
        )}
      </Listed>
    </Card>
  );
}

function NewClass({ onChanged }: Pick<PartProps, "onChanged">) {
  const [code, setCode] = useState("");
  const [grade, setGrade] = useState("");
  const act = useAct();
  const submit = (event: Event) => {
    event.preventDefault();
    act.run(async () => {
      onChanged(await addClass(code, Number(grade)));
      setCode("");
    });
  };
  return (
    <form class="register-search" onSubmit={submit}>
      <TextField
        label={t("register.class_name")}
        value={code}
        error={act.wrong("code")}
        required
        maxLength={20}
        onValue={setCode}
      />
      <GradeField grade={grade} onGrade={setGrade} />
      <Button type="submit" busy={act.busy} disabled={grade === ""} testId="class-add">
        {t("register.add_class")}
      </Button>
      {act.failure && <Notice tone="bad">{act.failure}</Notice>}
    </form>
  );
}

const GRADES = Array.from({ length: 13 }, (_, grade) => ({ value: String(grade), text: String(grade) }));

function GradeField({ grade, onGrade }: { grade: string; onGrade: (grade: string) => void }) {
  return (
    <SelectField
      label={t("register.grade")}
      value={grade}
      options={[{ value: "", text: "–" }, ...GRADES]}
      onValue={onGrade}
    />
  );
}

const SESSIONS = ["", "sang", "chieu", "toi"] as const;

interface OneClassProps extends Pick<PartProps, "onChanged"> {
  one: RegisterClass;
  staff: Teacher[];
}

function OneClass({ one, staff, onChanged }: OneClassProps) {
  const [draft, setDraft] = useState(one);
  const act = useAct();
  const teacher = staff.find(({ id }) => id === one.homeroom);
  const save = (event: Event) => {
    event.preventDefault();
    const { code, grade, homeroom, session } = draft;
    act.run(async () => onChanged(await changeClass(one.id, { code, grade, homeroom, session })));
  };
  return (
    <details class="register-act" data-testid={`class-${one.id}`}>
      <summary>
        {one.code} <span class="muted small">{teacher ? fullName(teacher) : ""}</span>
      </summary>
      <form class="stack" onSubmit={save}>
        {act.failure && <Notice tone="bad">{act.failure}</Notice>}
        <div class="register-fields">
          <TextField
            label={t("register.class_name")}
            value={draft.code}
            error={act.wrong("code")}
            required
            maxLength={20}
            onValue={(code) => setDraft({ ...draft, code })}
          />
          <GradeField
            grade={String(draft.grade)}
            onGrade={(grade) => setDraft({ ...draft, grade: Number(grade) })}
          />
          <SelectField
            label={t("register.homeroom")}
            value={draft.homeroom ?? ""}
            error={act.wrong("homeroom")}
            options={[
              { value: "", text: t("register.none") },
              ...staff.map((each) => ({ value: each.id, text: fullName(each) })),
            ]}
            onValue={(homeroom) => setDraft({ ...draft, homeroom: homeroom || null })}
          />
          <SelectField
            label={t("register.session")}
            value={draft.session ?? ""}
            options={SESSIONS.map((value) => ({ value, text: t(`register.session.${value}`) }))}
            onValue={(session) => setDraft({ ...draft, session: session || null })}
          />
        </div>
        <div class="row">
          <Button type="submit" busy={act.busy} label={t("register.save_of", { name: one.code })}>
            {t("register.save")}
          </Button>
          <ButtonLink href={officeHref("register", "people", one.id)} icon={<PeopleIcon />}>
            {t("register.list_of", { name: one.code })}
          </ButtonLink>
        </div>
      </form>
    </details>
  );
}
