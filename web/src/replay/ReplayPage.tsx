// Which page is shown: why there is nothing to watch, or the recording.

import { useEffect, useMemo } from "preact/hooks";
import { type Entry, enterKept } from "../api/kept";
import { isKey, t } from "../i18n";
import { formatDate, formatTime } from "../i18n/format";
import { calledName, lessonLine } from "../i18n/names";
import { claimsOf } from "../lib/entry";
import { leads } from "../lib/lesson/rights";
import { BookIcon, Button, ButtonLink, Loading, Notice, Page, RefreshIcon } from "../ui/parts";
import { Replay } from "./replay";
import { Watch } from "./view/Watch";

export function ReplayPage() {
  const entry = useMemo(() => enterKept("replay", location, history, sessionStorage), []);
  return entry ? <Visit entry={entry} /> : <Problem code="no_link" />;
}

function Visit({ entry }: { entry: Entry }) {
  const replay = useMemo(() => new Replay(entry), [entry]);
  useEffect(() => {
    void replay.open();
    return () => replay.close();
  }, [replay]);
  const recording = replay.recording.value;
  const problem = replay.problem.value;
  if (problem !== null) return <Problem code={problem} />;
  if (!recording) return <Opening replay={replay} />;
  if (recording.state === "none") return <Problem code="none" />;
  const teacher = recording.teacher;
  const title = lessonLine(recording, teacher ? calledName(teacher) : "");
  return (
    <Page title={`${t("replay.title")}: ${title}`}>
      <header class="replay-head">
        <div>
          <h1>{title}</h1>
          <p class="muted">
            {recording.title} · {formatDate(recording.starts_at)}, {formatTime(recording.starts_at)}
          </p>
        </div>
        {maySeeRecord(replay) && recording.state === "final" && (
          <ButtonLink href={`/record/${recording.lesson}`} icon={<BookIcon />}>
            {t("replay.record")}
          </ButtonLink>
        )}
      </header>
      <Watch replay={replay} />
    </Page>
  );
}

function Opening({ replay }: { replay: Replay }) {
  return (
    <Page title={t("replay.title")} narrow>
      <h1 class="said">{t("replay.title")}</h1>
      <Loading />
      {replay.offline.value && <Notice tone="warn">{t("problem.offline")}</Notice>}
    </Page>
  );
}

function Problem({ code }: { code: string }) {
  const own = `replay.problem.${code}`;
  const shared = `problem.${code}`;
  const key = isKey(own) ? own : isKey(shared) ? shared : "problem.server";
  return (
    <Page title={t("replay.problem.title")} narrow>
      <div class="stack">
        <h1>{t("replay.title")}</h1>
        <Notice tone={code === "none" ? "info" : "bad"} title={t("replay.problem.title")}>
          <p data-testid="replay-problem" data-code={code}>
            {t(key as "problem.server")}
          </p>
        </Notice>
        <div>
          <Button icon={<RefreshIcon />} onClick={() => location.reload()}>
            {t("common.retry")}
          </Button>
        </div>
      </div>
    </Page>
  );
}

/** The record is for the teacher, the school's staff and the office; the server checks it, this only hides a link. */
function maySeeRecord({ key }: Replay): boolean {
  if (key === undefined) return true;
  const role = claimsOf(key)?.role;
  return leads(role) || role === "staff";
}
