/** The office pages: login, then the sections somebody of the school may see. */
import { useEffect } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { Button, Loading, Notice, Page } from "../../ui";
import { LoginForm } from "./LoginForm";
import { Shell } from "./Shell";
import { begin, session } from "./session";

export interface OfficeProps {
  /** The token of a one-time login link, tried first. */
  oneTime: string | null;
  /** What the school's sign-in provider sent in the address: "signed=in", or why not. */
  came: URLSearchParams;
}

export function Office({ oneTime, came }: OfficeProps) {
  useEffect(() => {
    begin(oneTime, came.get("signed") === "in");
  }, [oneTime, came]);
  const now = session.value;
  if (now.state === "in") return <Shell session={now.me} />;
  return (
    <Page title={t("office.title")} narrow>
      {now.state === "unknown" && <Loading />}
      {now.state === "failed" && (
        <div class="stack">
          <Notice tone="bad">{problemText(now.error)}</Notice>
          <Button onClick={() => begin(null)}>{t("login.submit")}</Button>
        </div>
      )}
      {now.state === "out" && (
        <LoginForm why={now.why} refused={now.why === "first" ? came.get("refused") : null} />
      )}
    </Page>
  );
}
