/** The way into a lesson for who is signed in: to observe it (dự giờ), or to help with devices. */
import { useState } from "preact/hooks";
import { call } from "../../api/call";
import { onThisServer } from "../../api/linktoken";
import { problemText } from "../../api/problem";
import type { JoinLink } from "../../api/types";
import { t } from "../../i18n";
import { Button, EyeIcon, Notice } from "../../ui";
import { may, noticeSignedOut } from "../frame/session";

/** Whether the account comes into lessons this way. */
export function comesIn(): boolean {
  return may("lessons.observe") || helpsOut();
}

/** The office hands out links of all kinds. */
function helpsOut(): boolean {
  return may("lessons.enter") && !may("accounts.manage");
}

export function ComeIn({ lesson }: { lesson: string }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const observes = may("lessons.observe");
  if (!comesIn()) return null;
  const path = `/lessons/${encodeURIComponent(lesson)}/${observes ? "observe" : "tokens"}`;
  const enter = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const body = observes ? undefined : { role: "staff" };
      const { url } = await call<JoinLink>(path, { method: "POST", body });
      location.assign(onThisServer(url, location.origin));
    } catch (error) {
      if (!noticeSignedOut(error)) setFailure(error);
    }
    setBusy(false);
  };
  return (
    <section class="stack">
      <div>
        <Button kind="primary" icon={<EyeIcon />} busy={busy} testId="come-in" onClick={enter}>
          {t(observes ? "lessons.observe" : "lessons.help")}
        </Button>
      </div>
      <p class="muted small">{t(observes ? "lessons.observe_hint" : "lessons.help_hint")}</p>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
    </section>
  );
}
