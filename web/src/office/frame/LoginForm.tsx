/** The one login page: login and password, or the school's own sign-in provider. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { useLoad } from "../../api/useLoad";
import { type PlainKey, t } from "../../i18n";
import { Button, ButtonLink, Card, KeyIcon, Notice, PasswordField, TextField } from "../../ui";
import { logIn } from "../data";
import { enter, waysIn } from "./session";

const REFUSALS: Record<string, PlainKey> = {
  stale: "login.stale",
  provider: "login.provider_fault",
  denied: "login.denied",
  nobody: "login.nobody",
};

export interface LoginFormProps {
  why: "first" | "over" | "bye";
  /** What the school's own sign-in provider was refused for, by its code. */
  refused: string | null;
}

export function LoginForm({ why, refused }: LoginFormProps) {
  const { value } = useLoad("ways", waysIn);
  const provider = value?.oidc ?? null;
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await enter(await logIn(login.trim(), password));
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <div class="stack">
      <h1>{t("login.title")}</h1>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {failure === null && refused !== null && (
        <Notice tone="bad">{t(REFUSALS[refused] ?? "login.provider_fault")}</Notice>
      )}
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
      {provider !== null && (
        <div class="login-provider">
          <p class="muted small">{t("login.or")}</p>
          <ButtonLink href="/oidc/start" icon={<KeyIcon />} testId="provider">
            {t("login.provider", { name: provider || t("login.provider_name") })}
          </ButtonLink>
        </div>
      )}
      <p class="muted small">{t("login.forgot")}</p>
    </div>
  );
}
