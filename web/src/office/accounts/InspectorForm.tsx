/** Somebody from outside who may look for some days: person, role and account in one step. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { loginFits } from "../../setup/rules";
import { Button, Card, Notice, TextField } from "../../ui";
import { addInspector, type Secret } from "./calls";
import { Handover } from "./Handover";
import { loginFor } from "./names";
import { type Days, TermFields } from "./TermFields";
import { useDoing } from "./useDoing";

export function InspectorForm({ taken, onSaved }: { taken: ReadonlySet<string>; onSaved: () => void }) {
  const [name, setName] = useState("");
  const [title, setTitle] = useState("");
  const [login, setLogin] = useState<string | null>(null);
  const [days, setDays] = useState<Days>({ from: "", to: "", decision: "" });
  const [secret, setSecret] = useState<Secret | null>(null);
  const { busy, failure, run } = useDoing();
  const offered = login ?? (name.trim() ? loginFor(name, taken) : "");
  const save = (event: Event) => {
    event.preventDefault();
    if (!loginFits(offered)) return;
    const { from: from_day, to: to_day, decision } = days;
    void run(async () => {
      setSecret(await addInspector({ name, title, login: offered.trim(), from_day, to_day, decision }));
      onSaved();
    });
  };
  return (
    <Card title={t("inspector.add")}>
      <p class="muted">{t("inspector.hint")}</p>
      {secret ? (
        <Handover secret={secret} name={name} />
      ) : (
        <form class="stack" onSubmit={save}>
          {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
          <div class="form-grid">
            <TextField label={t("inspector.name")} value={name} required maxLength={120} onValue={setName} />
            <TextField label={t("inspector.address")} value={title} maxLength={20} onValue={setTitle} />
            <TextField
              label={t("accounts.login")}
              value={offered}
              required
              maxLength={64}
              onValue={setLogin}
            />
            <TermFields days={days} required onDays={setDays} />
          </div>
          <div>
            <Button type="submit" kind="primary" busy={busy}>
              {t("inspector.add")}
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}
