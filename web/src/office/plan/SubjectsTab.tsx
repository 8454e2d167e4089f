/** The school's subjects: those it has, those of its level it may take over, one of its own. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Card, Notice, PlusIcon, Switch, TextField } from "../../ui";
import { Listed } from "../frame/Listed";
import { Saved } from "../frame/Saved";
import { type Saving, useSaving } from "../frame/saving";
import { type Subject, saveSubjects, subjects } from "./data";

export function SubjectsTab({ writes }: { writes: boolean }) {
  const loaded = useLoad("plan subjects", subjects);
  const saving = useSaving();
  const save = async (some: Subject[]) => {
    const kept = await saving.save(() => saveSubjects(some));
    if (kept) loaded.reload();
    return kept;
  };
  return (
    <Listed from={loaded}>
      {({ subjects: all, common }) => (
        <div class="stack">
          <Saved saving={saving} />
          {all.length === 0 && <Notice silent>{t("plan.no_subjects")}</Notice>}
          <ul class="plan-list">
            {all.map((one) => (
              <li key={one.code} class="row">
                <span class="plan-grow">
                  <strong>{one.name}</strong>{" "}
                  <span class="muted small">
                    {one.short} · {one.code}
                    {one.periods_per_year !== null && ` · ${t("plan.per_year", { n: one.periods_per_year })}`}
                  </span>
                </span>
                {writes && (
                  <Switch
                    on={one.active}
                    label={t("plan.taught", { name: one.short })}
                    onChange={(active) => void save([{ ...one, active }])}
                  />
                )}
              </li>
            ))}
          </ul>
          {writes && common.length > 0 && (
            <Card title={t("plan.common")}>
              <p class="muted small">{common.map((one) => one.name).join(" · ")}</p>
              <div>
                <Button busy={saving.busy} testId="subjects-common" onClick={() => void save(common)}>
                  {t("plan.common_take", { n: common.length })}
                </Button>
              </div>
            </Card>
          )}
          {writes && <NewSubject key={all.length} saving={saving} onSave={save} />}
        </div>
      )}
    </Listed>
  );
}

interface NewSubjectProps {
  saving: Saving;
  onSave: (some: Subject[]) => Promise<boolean>;
}

function NewSubject({ saving, onSave }: NewSubjectProps) {
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [short, setShort] = useState("");
  const [tried, setTried] = useState(false);
  const bad = !/^[A-Z0-9_]{1,20}$/.test(code);
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!bad && name.trim() && short.trim())
      void onSave([{ code, name: name.trim(), short: short.trim(), periods_per_year: null, active: true }]);
  };
  const needed = (text: string) => (tried && text.trim() === "" ? t("common.required") : undefined);
  return (
    <Card title={t("plan.new_subject")}>
      <form class="stack" noValidate onSubmit={submit}>
        <div class="form-grid">
          <TextField
            label={t("plan.subject_name")}
            value={name}
            maxLength={100}
            error={needed(name)}
            onValue={setName}
          />
          <TextField
            label={t("plan.subject_short")}
            value={short}
            maxLength={30}
            error={needed(short)}
            onValue={setShort}
          />
          <TextField
            label={t("plan.subject_code")}
            hint={t("plan.subject_code_hint")}
            value={code}
            maxLength={20}
            error={tried && bad ? t("plan.subject_code_hint") : undefined}
            onValue={(value) => setCode(value.toUpperCase())}
          />
        </div>
        <div>
          <Button type="submit" icon={<PlusIcon />} busy={saving.busy} testId="subject-add">
            {t("plan.add")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
