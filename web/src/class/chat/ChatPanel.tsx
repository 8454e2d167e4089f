// Class chat: plain lines of plain text, answers to each other, the newest at the bottom.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import type { ChatLine } from "../../lib/api";
import { leads, learns, mayWrite } from "../../lib/lesson/rights";
import { Button } from "../../ui/parts";
import { useKeptFocus } from "../frame/keep-focus";
import type { Room } from "../room";
import { ChatForm } from "./ChatForm";
import { ChatRow } from "./ChatRow";

export function ChatPanel({ room }: { room: Room }) {
  const [replyTo, setReplyTo] = useState<ChatLine | null>(null);
  const panel = useRef<HTMLElement>(null);
  useKeptFocus(panel, "[data-testid=chat]");
  const reply = (line: ChatLine) => {
    // The answer to a private line stays between the two; among those who teach it goes to all of them.
    const pupil = leads(room.me?.role) && learns(room.view?.people[line.person]?.role ?? "student");
    if (line.to !== "class") room.chatTo.value = pupil ? line.person : "teachers";
    setReplyTo(line);
  };
  const writes = room.me !== null && mayWrite(room.me.role);
  return (
    <section ref={panel} class="chat" aria-labelledby="chat-title">
      <h2 id="chat-title" class="chat-title">
        {t("class.chat.title")}
      </h2>
      <Lines room={room} onReply={writes ? reply : null} />
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
  const outer = useRef<HTMLDivElement>(null);
  useKeptFocus(outer, "[data-testid=chat-log]");
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
    <div ref={outer} class="chat-lines">
      <div
        ref={box}
        class="chat-log"
        role="log"
        aria-label={t("class.chat.title")}
        // The announcer gathers the lines: a class that writes all at once must not talk over its teacher.
        aria-live="off"
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
          <ChatRow key={line.number} room={room} line={line} onReply={onReply} />
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
