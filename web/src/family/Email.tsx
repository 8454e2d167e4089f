/** The family's own address for notices: kept and removed here, by nobody else. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { Button, Card, TextField } from "../ui";
import { saveEmail } from "./data";
import { Became, useDoing } from "./doing";

export function Email({ token, kept, mail }: { token: string; kept: string; mail: boolean }) {
  const [email, setEmail] = useState(kept);
  const [there, setThere] = useState(kept !== "");
  const doing = useDoing();
  const save = (wanted: string) =>
    doing.run(async () => {
      const { email: now } = await saveEmail(token, wanted);
      setEmail(now);
      setThere(now !== "");
    }, t("family.saved"));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void save(email);
  };
  return (
    <Card title={t("family.email")}>
      <p class="muted">{t("family.email_hint")}</p>
      {!mail && <p class="muted">{t("family.email_off")}</p>}
      <form class="stack" onSubmit={submit}>
        <TextField
          label={t("family.email_label")}
          value={email}
          maxLength={254}
          autoComplete="email"
          onValue={setEmail}
        />
        <Became of={doing} />
        <div class="row">
          <Button type="submit" busy={doing.busy} testId="email-save">
            {t("family.email_save")}
          </Button>
          {there && (
            <Button kind="plain" testId="email-remove" onClick={() => save("")}>
              {t("family.email_remove")}
            </Button>
          )}
        </div>
      </form>
    </Card>
  );
}
