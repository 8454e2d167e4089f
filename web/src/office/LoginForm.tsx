/** Login and password of the office account. */
import { useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { t } from "../i18n";
import { Button, Card, Notice, PasswordField, TextField } from "../ui";
import { logIn } from "./data";
import { session } from "./session";

export function LoginForm({ why }: { why: "first" | "over" | "bye" }) {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      session.value = { state: "in", me: await logIn(login.trim(), password) };
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <div class="stack">
      <h1>{t("login.title")}</h1>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {failure === null && why === "over" && <Notice tone="warn">{t("login.over")}</Notice>}
      {failure === null && why === "bye" && <Notice tone="good">{t("login.bye")}</Notice>}
      <Card>
        <form class="stack" onSubmit={submit}>
          <TextField
            label={t("login.name")}
            value={login}
            autoComplete="username"
            required
            onValue={setLogin}
          />
          <PasswordField
            label={t("login.password")}
            value={password}
            autoComplete="current-password"
            required
            onValue={setPassword}
          />
          <Button type="submit" kind="primary" size="big" wide busy={busy}>
            {t("login.submit")}
          </Button>
        </form>
      </Card>
      <p class="muted small">{t("login.forgot")}</p>
    </div>
  );
}
