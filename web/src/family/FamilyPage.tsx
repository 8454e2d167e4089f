/** The family's page: the link's secret is exchanged once; what it opens lasts two hours, in this tab only. */
import { useState } from "preact/hooks";
import { codeOf, problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { formatTime } from "../i18n/format";
import { Button, Loading, Notice, Page } from "../ui";
import { Consent } from "./Consent";
import { come, type FamilyHome, home } from "./data";
import { Email } from "./Email";
import { HandedInCards } from "./HandedInCards";
import { Month } from "./Month";
import { Notices } from "./Notices";
import { Rules } from "./Rules";

const TOKEN = "bg.family";
/** What is over, and not worth another try. */
const OVER = new Set(["used_link", "expired", "revoked", "forged", "unauthenticated"]);

async function tokenOf(secret: string | null): Promise<string | null> {
  if (secret === null) return sessionStorage.getItem(TOKEN);
  const { token } = await come(secret);
  sessionStorage.setItem(TOKEN, token);
  return token;
}

interface Opened {
  token: string;
  of: FamilyHome;
}

/** A second try must not use the link again. */
function useFamily(secret: string | null) {
  const [left, setLeft] = useState(secret);
  return useLoad<Opened | null>("family", async () => {
    const token = await tokenOf(left);
    setLeft(null);
    return token === null ? null : { token, of: await home(token) };
  });
}

export function FamilyPage({ secret }: { secret: string | null }) {
  const { value, error, reload } = useFamily(secret);
  const [closed, setClosed] = useState(false);
  const close = () => {
    sessionStorage.removeItem(TOKEN);
    setClosed(true);
  };
  return (
    <Page title={t("family.title")} narrow>
      <div class="stack family">
        {closed ? (
          <Notice tone="good" title={t("family.title")}>
            {t("family.closed")}
          </Notice>
        ) : value ? (
          <Opened token={value.token} of={value.of} onClose={close} />
        ) : (
          <>
            <h1>{t("family.title")}</h1>
            {error !== null ? <Failed error={error} onRetry={reload} /> : <Waiting link={secret !== null} />}
          </>
        )}
      </div>
    </Page>
  );
}

function Waiting({ link }: { link: boolean }) {
  const coming = link || sessionStorage.getItem(TOKEN) !== null;
  return coming ? <Loading /> : <Notice silent>{t("family.no_link")}</Notice>;
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const over = OVER.has(codeOf(error));
  return (
    <Notice tone="bad" title={t("family.failed")}>
      <p>{over ? t("family.used") : problemText(error)}</p>
      {!over && <Button onClick={onRetry}>{t("common.retry")}</Button>}
    </Notice>
  );
}

function Opened({ token, of, onClose }: Opened & { onClose: () => void }) {
  return (
    <>
      <header>
        <h1>{t("family.of", { name: of.name })}</h1>
        <p class="muted">{t("family.where", { name: of.class_name, school: of.school })}</p>
      </header>
      <Notices token={token} all={of.notices} />
      <Consent token={token} of={of.consent} />
      <Rules token={token} of={of.rules} />
      <Month token={token} />
      <HandedInCards token={token} />
      <Email token={token} kept={of.email} mail={of.mail} />
      <p class="muted small">{t("family.until", { time: formatTime(of.expires_at) })}</p>
      <div>
        <Button testId="family-close" onClick={onClose}>
          {t("family.done")}
        </Button>
      </div>
    </>
  );
}
