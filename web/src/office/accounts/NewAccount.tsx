/** An account for somebody of the staff; afterwards what to hand over. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { loginFits } from "../../setup/rules";
import { Button, Notice, SelectField, TextField } from "../../ui";
import { makeAccount, type Secret, type Way } from "./calls";
import { Handover } from "./Handover";
import { loginFor } from "./names";
import { useDoing } from "./useDoing";

export interface NewAccountProps {
  person: string;
  name: string;
  taken: ReadonlySet<string>;
  onSaved: () => void;
}

export function NewAccount({ person, name, taken, onSaved }: NewAccountProps) {
  const [login, setLogin] = useState(() => loginFor(name, taken));
  const [way, setWay] = useState<Way>("password");
  const [secret, setSecret] = useState<Secret | null>(null);
  const { busy, failure, run } = useDoing();
  const save = (event: Event) => {
    event.preventDefault();
    if (!loginFits(login)) return;
    void run(async () => setSecret(await makeAccount(person, login.trim(), way)));
  };
  if (secret) {
    return (
      <div class="stack">
        <Handover secret={secret} name={name} />
        <div>
          <Button onClick={onSaved}>{t("common.close")}</Button>
        </div>
      </div>
    );
  }
  const ways = [
    { value: "password", text: t("accounts.way_password") },
    { value: "link", text: t("accounts.way_link") },
  ];
  return (
    <form class="stack" onSubmit={save}>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      <div class="form-grid">
        <TextField
          label={t("accounts.login")}
          error={loginFits(login) ? undefined : t("setup.login_bad")}
          value={login}
          maxLength={64}
          onValue={setLogin}
        />
        <SelectField
          label={t("accounts.way")}
          value={way}
          options={ways}
          onValue={(to) => setWay(to as Way)}
        />
      </div>
      <div>
        <Button type="submit" kind="primary" busy={busy}>
          {t("accounts.make")}
        </Button>
      </div>
    </form>
  );
}
