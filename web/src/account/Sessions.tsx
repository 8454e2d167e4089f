/** Where one is signed in, and the way to end it: a forgotten computer of the school's library. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { formatDate, formatTime } from "../i18n/format";
import { Button, Card, Confirm, Loading, Notice } from "../ui";
import { endOthers, endSession, type OwnSession, ownSessions } from "./calls";

export function Sessions() {
  const { value, error, reload } = useLoad("sessions", ownSessions);
  const [failure, setFailure] = useState<unknown>(null);
  /** The session that is being ended; "" are all others. */
  const [ending, setEnding] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const ended = useRef(false);
  useLayoutEffect(() => {
    if (!ended.current) return;
    ended.current = false;
    // Its button is gone, and the focus with it.
    if (document.activeElement === document.body) list.current?.focus();
  }, [value]);
  const end = async (which: string) => {
    setFailure(null);
    setEnding(which);
    await (which === "" ? endOthers() : endSession(which)).then(() => {
      ended.current = true;
    }, setFailure);
    setEnding(null);
    reload();
  };
  const shown = failure ?? error;
  return (
    <Card
      title={t("account.sessions")}
      actions={
        value && value.length > 1 ? (
          <Confirm
            question={t("account.end_others_sure")}
            confirm={t("account.end_others")}
            busy={ending === ""}
            onConfirm={() => void end("")}
          >
            {t("account.end_others")}
          </Confirm>
        ) : undefined
      }
    >
      {shown !== null && <Notice tone="bad">{problemText(shown)}</Notice>}
      {value === null && error === null && <Loading />}
      {value && (
        <ul ref={list} class="own-sessions" tabIndex={-1} aria-label={t("account.sessions")}>
          {value.map((one) => (
            <Line key={one.id} one={one} busy={ending === one.id} onEnd={() => void end(one.id)} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Line({ one, busy, onEnd }: { one: OwnSession; busy: boolean; onEnd: () => void }) {
  const name = one.label || t("account.unknown_browser");
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <p class="muted small numbers">
          {one.created_at && t("account.since", { when: moment(one.created_at) })}
          {one.used_at && ` · ${t("account.used", { when: moment(one.used_at) })}`}
        </p>
      </div>
      {one.current ? (
        <span class="small">{t("account.this_one")}</span>
      ) : (
        <Button size="small" busy={busy} label={t("account.end_of", { name })} onClick={onEnd}>
          {t("account.end")}
        </Button>
      )}
    </li>
  );
}

const moment = (at: string) => `${formatDate(at)} ${formatTime(at)}`;
