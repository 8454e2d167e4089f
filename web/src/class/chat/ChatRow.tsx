// One line of chat: who, when, for whom, what; or its trace after it was deleted.

import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import type { ChatLine } from "../../lib/api";
import { leads } from "../../lib/lesson/rights";
import type { Room } from "../room";
import { writer } from "./writer";

/** So long (ms) one may take back an own line; the server decides. */
const OWN = 60_000;

interface Props {
  room: Room;
  line: ChatLine;
  /** Null for who may only read. */
  onReply: ((line: ChatLine) => void) | null;
}

export function ChatRow({ room, line, onReply }: Props) {
  const mine = room.here.some(({ person }) => person === line.person);
  const gone = line.deleted_by !== null;
  const answered = line.reply_to === null ? undefined : room.chat.line(line.reply_to);
  const mark = markOf(room, line);
  return (
    <div class="chat-line" data-mine={mine} data-private={line.to !== "class"} data-gone={gone}>
      <p class="chat-who">
        <strong class={mine && room.here.length < 2 ? "said" : ""}>{writer(room, line)}</strong>
        {mark && <span class="chat-mark">{mark}</span>}
        <time class="muted numbers">{formatTime(line.at)}</time>
        {onReply && !mine && !gone && (
          <button
            type="button"
            class="chat-act"
            aria-label={t("class.chat.reply_to", { name: writer(room, line) })}
            onClick={() => onReply(line)}
          >
            {t("class.chat.reply")}
          </button>
        )}
        {!gone && onReply && <DeleteButton room={room} line={line} mine={mine} />}
      </p>
      {answered && answered.deleted_by === null && (
        <blockquote class="chat-quote">
          <strong>{writer(room, answered)}</strong> {answered.text}
        </blockquote>
      )}
      {gone ? <Trace room={room} line={line} /> : <p class="chat-text">{line.text}</p>}
    </div>
  );
}

/** Teachers and staff still see what was there. */
function Trace({ room, line }: { room: Room; line: ChatLine }) {
  const by = line.deleted_by ?? "";
  const told = leads(room.me?.role) || room.me?.role === "staff";
  if (!told) return <p class="chat-text muted">{t("class.chat.deleted")}</p>;
  return (
    <p class="chat-text muted">
      {by === line.person
        ? t("class.chat.deleted_self")
        : t("class.chat.deleted_by", { name: room.name(by) })}
      {line.text !== "" && (
        <>
          {": "}
          <s>{line.text}</s>
        </>
      )}
    </p>
  );
}

function DeleteButton({ room, line, mine }: { room: Room; line: ChatLine; mine: boolean }) {
  const young = useUntil(room, mine ? line.at + OWN : 0);
  if (!leads(room.me?.role) && !young) return null;
  const text = line.text.slice(0, 60);
  const label = mine
    ? t("class.chat.delete_own", { text })
    : t("class.chat.delete_line", { name: writer(room, line), text });
  return (
    <button
      type="button"
      class="chat-act"
      aria-label={label}
      data-testid="chat-delete"
      onClick={() =>
        void room.ask({ type: "delete_said", number: line.number }, mine ? line.person : undefined)
      }
    >
      {t("class.chat.delete")}
    </button>
  );
}

/** Whether the lesson's time is before `at`; turns by itself. */
function useUntil(room: Room, at: number): boolean {
  const [before, setBefore] = useState(room.now() < at);
  useEffect(() => {
    const left = at - room.now();
    setBefore(left > 0);
    if (left <= 0) return;
    const timer = setTimeout(() => setBefore(false), left);
    return () => clearTimeout(timer);
  }, [room, at]);
  return before;
}

/** For whom a private line is, as its reader should hear it. */
function markOf(room: Room, { to }: ChatLine): string | null {
  if (to === "class") return null;
  if (to === "teachers") return t("class.chat.for_teachers");
  const { here } = room;
  if (here.length === 1 && here[0]?.person === to) return t("class.chat.for_you");
  return t("class.chat.for_name", { name: room.name(to) });
}
