/** The guests' link: each types a name, which everybody sees with the word "khách". */
import { useState } from "preact/hooks";
import { onThisServer } from "../api/linktoken";
import { codeOf, problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { formatTime } from "../i18n/format";
import { Button, Loading, Notice, Page, TextField } from "../ui/parts";
import { comeAsGuest, type GuestLesson, openGuests } from "./data";

const LONGEST = 60;
const OF_THE_NAME = new Set(["bad_name", "name_taken"]);

export function GuestWay({ link }: { link: string }) {
  const { value, error, reload } = useLoad("guests", () => openGuests(link));
  return (
    <Page title={t("guest.title")} narrow>
      <div class="stack">
        <h1>{t("guest.title")}</h1>
        {value && <Name lesson={value} link={link} />}
        {!value && error === null && <Loading />}
        {!value && error !== null && (
          <Notice tone="bad" title={t("way.failed")}>
            <p>{problemText(error)}</p>
            <Button onClick={reload}>{t("common.retry")}</Button>
          </Notice>
        )}
      </div>
    </Page>
  );
}

function Name({ lesson, link }: { lesson: GuestLesson; link: string }) {
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const ofName = OF_THE_NAME.has(codeOf(failure));
  const come = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      location.assign(onThisServer((await comeAsGuest(link, name)).url, location.origin));
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <form class="card" onSubmit={come}>
      <div>
        <h2>{[lesson.subject, lesson.class_name].filter(Boolean).join(" ")}</h2>
        <p class="muted">
          {formatTime(lesson.starts_at)} · {lesson.title}
        </p>
      </div>
      {failure !== null && !ofName && <Notice tone="bad">{problemText(failure)}</Notice>}
      <TextField
        label={t("guest.name")}
        hint={t("guest.name_hint")}
        error={ofName ? problemText(failure) : undefined}
        value={name}
        onValue={setName}
        autoComplete="name"
        maxLength={LONGEST}
        required
      />
      <Button type="submit" kind="primary" size="big" wide busy={busy}>
        {t("guest.submit")}
      </Button>
    </form>
  );
}
