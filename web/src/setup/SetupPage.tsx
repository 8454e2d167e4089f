/** Makes the office account with a one-time link, then goes to the office page. */
import { useState } from "preact/hooks";
import { call } from "../api/call";
import { problemText } from "../api/problem";
import { t } from "../i18n";
import { Button, Card, focusFirstInvalid, Notice, Page, TextField } from "../ui";
import { NewPassword } from "./NewPassword";
import { LONGEST_LOGIN, loginFits, passwordFits } from "./rules";

export interface SetupProps {
  token: string;
  /** The account is there and the session's cookie is set. */
  onDone: () => void;
}

export function SetupPage({ token, onDone }: SetupProps) {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [repeat, setRepeat] = useState("");
  const [checked, setChecked] = useState(false);
  const { busy, failure, send } = useSetup(token, onDone);
  const fits = {
    login: loginFits(login),
    password: passwordFits(password, login),
    repeat: password === repeat,
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setChecked(true);
    if (fits.login && fits.password && fits.repeat) send(login.trim(), password);
    else focusFirstInvalid(event.currentTarget);
  };
  return (
    <Page title={t("setup.title")} narrow>
      <div class="stack">
        <h1>{t("setup.title")}</h1>
        <p class="muted">{t("setup.lead")}</p>
        {failure !== null && (
          <Notice tone="bad" title={t("setup.failed")}>
            {problemText(failure)}
          </Notice>
        )}
        <Card>
          <form class="stack" noValidate onSubmit={submit}>
            <TextField
              label={t("setup.login")}
              hint={t("setup.login_hint")}
              error={checked && !fits.login ? t("setup.login_bad") : undefined}
              value={login}
              autoComplete="username"
              maxLength={LONGEST_LOGIN}
              onValue={setLogin}
            />
            <NewPassword
              label={t("setup.password")}
              login={login}
              fresh={password}
              repeat={repeat}
              wrong={{ fresh: checked && !fits.password, repeat: checked && !fits.repeat }}
              onFresh={setPassword}
              onRepeat={setRepeat}
            />
            <Button type="submit" kind="primary" size="big" wide busy={busy}>
              {t("setup.submit")}
            </Button>
          </form>
        </Card>
      </div>
    </Page>
  );
}

function useSetup(token: string, onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const send = async (login: string, password: string) => {
    setBusy(true);
    setFailure(null);
    try {
      await call("/setup", { method: "POST", body: { token, login, password } });
      onDone();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return { busy, failure, send };
}
