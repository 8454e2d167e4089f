// Class chat: plain lines of plain text, answers to each other, the newest at the bottom.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import type { ChatLine } from "../../lib/api";
import { mayWrite } from "../../lib/rights";
import { Button } from "../../ui";
import type { Room } from "../room";
import { ChatForm } from "./ChatForm";
import { writer } from "./writer";

export function ChatPanel({ room }: { room: Room }) {
  const [replyTo, setReplyTo] = useState<ChatLine | null>(null);
  const writes = room.me !== null && mayWrite(room.me.role);
  return (
    <section class="chat" aria-labelledby="chat-title">
      <h2 id="chat-title" class="chat-title">
        {t("class.chat.title")}
      </h2>
      <Lines room={room} onReply={writes ? setReplyTo : null} />
      {writes && <ChatForm room={room} replyTo={replyTo} onDone={() => setReplyTo(null)} />}
    </section>
  );
}

/** Null for who may only read. */
type OnReply = ((line: ChatLine) => void) | null;

/** How near to the end (px) still counts as reading the newest lines. */
const NEAR = 60;

function Lines({ room, onReply }: { room: Room; onReply: OnReply }) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const lines = room.chat.lines.value;
  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (atEnd) toEnd();
  }, [lines, atEnd]);
  // The box grows and shrinks with the bars below it; who reads the newest lines stays with them.
  useEffect(() => {
    const sizes = new ResizeObserver(() => atEnd && toEnd());
    if (box.current) sizes.observe(box.current);
    return () => sizes.disconnect();
  }, [atEnd]);
  const scrolled = () => {
    const at = box.current;
    if (at) setAtEnd(at.scrollHeight - at.scrollTop - at.clientHeight < NEAR);
  };
  return (
    <div class="chat-lines">
      <div
        ref={box}
        class="chat-log"
        role="log"
        aria-label={t("class.chat.title")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
        tabIndex={0}
        data-testid="chat-log"
        onScroll={scrolled}
      >
        {room.chat.more.value && (
          <Button size="small" busy={room.chat.loading.value} onClick={() => void room.chat.older()}>
            {t("class.chat.older")}
          </Button>
        )}
        {lines.length === 0 && <p class="muted small">{t("class.chat.empty")}</p>}
        {lines.map((line) => (
          <Line key={line.number} room={room} line={line} onReply={onReply} />
        ))}
      </div>
      {!atEnd && (
        <button type="button" class="chat-new" onClick={() => setAtEnd(true)}>
          {t("class.chat.new")}
        </button>
      )}
    </div>
  );
}

function Line({ room, line, onReply }: { room: Room; line: ChatLine; onReply: OnReply }) {
  const mine = line.person === room.me?.person;
  const answered = line.reply_to === null ? undefined : room.chat.line(line.reply_to);
  return (
    <div class="chat-line" data-mine={mine}>
      <p class="chat-who">
        <strong class={mine ? "said" : ""}>{writer(room, line)}</strong>
        <time class="muted numbers">{formatTime(line.at)}</time>
        {onReply && !mine && (
          <button
            type="button"
            class="chat-reply"
            aria-label={t("class.chat.reply_to", { name: writer(room, line) })}
            onClick={() => onReply(line)}
          >
            {t("class.chat.reply")}
          </button>
        )}
      </p>
      {answered && (
        <blockquote class="chat-quote">
          <strong>{writer(room, answered)}</strong> {answered.text}
        </blockquote>
      )}
      <p class="chat-text">{line.text}</p>
    </div>
  );
}
