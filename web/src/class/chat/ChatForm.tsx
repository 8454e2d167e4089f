// Where one writes: to the class, to the teachers, to one pupil. What was not sent stays in the box.

import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import type { ChatLine } from "../../lib/api";
import { writingOf } from "../../lib/lesson/rights";
import { Button, CloseIcon, SendIcon } from "../../ui/parts";
import { useNow } from "../frame/use-now";
import type { Room } from "../room";
import { ChatTo } from "./ChatTo";
import { secondsLeft, targetOf, targets } from "./target";
import { writer } from "./writer";

interface Props {
  room: Room;
  replyTo: ChatLine | null;
  onDone: () => void;
}

export function ChatForm({ room, replyTo, onDone }: Props) {
  const [text, setText] = useState("");
  const [as, setAs] = useState("");
  const { view, me, here } = room;
  if (!view || !me) return null;
  const writing = writingOf(view, me);
  if (writing === "quiet" || writing === "teacher_lost" || writing === "off") {
    return <p class="chat-shut muted">{t(writing === "off" ? "class.chat.off" : "class.chat.locked")}</p>;
  }
  const usual = targets(view, me);
  const to = targetOf(usual, room.chatTo.value);
  const choices = usual.includes(to) ? usual : [...usual, to];
  const author = here.find(({ person }) => person === as) ?? me;
  const send = async () => {
    const line = { type: "say", text: text.trim(), to } as const;
    if (!(await room.ask({ ...line, ...(replyTo && { reply_to: replyTo.number }) }, author.person))) return;
    // What was typed while it was on its way is the next line.
    setText((now) => (now === text ? "" : now));
    onDone();
  };
  return (
    <div class="chat-form">
      {replyTo && (
        <p class="chat-replying">
          <span>{t("class.chat.reply_to", { name: writer(room, replyTo) })}</span>
          <Button kind="plain" label={t("class.chat.no_reply")} icon={<CloseIcon />} onClick={onDone} />
        </p>
      )}
      {writing === "questions" && <p class="small muted">{t("class.chat.questions")}</p>}
      <ChatTo room={room} choices={choices} to={to} author={author.person} onAuthor={setAs} />
      <Line
        room={room}
        to={to}
        author={author.person}
        text={text}
        onText={setText}
        onSend={send}
        replying={replyTo !== null}
      />
    </div>
  );
}

interface LineProps {
  room: Room;
  to: string;
  author: string;
  text: string;
  replying: boolean;
  onText: (text: string) => void;
  onSend: () => Promise<void>;
}

function Line({ room, to, author, text, replying, onText, onSend }: LineProps) {
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const left = useSecondsLeft(room, author);
  useEffect(() => {
    if (replying) input.current?.focus();
  }, [replying]);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (text.trim() === "" || busy || left > 0) return;
    setBusy(true);
    await onSend();
    setBusy(false);
  };
  const words = placeholder(room, to);
  return (
    <form class="line-form" onSubmit={submit}>
      <input
        ref={input}
        class="control"
        type="text"
        value={text}
        maxLength={1000}
        enterKeyHint="send"
        autoComplete="off"
        placeholder={words}
        aria-label={words}
        aria-describedby={left > 0 ? "chat-wait" : undefined}
        data-testid="chat"
        onInput={(event) => onText(event.currentTarget.value)}
      />
      {left > 0 ? (
        <span id="chat-wait" class="chat-wait numbers small" data-testid="chat-wait">
          {t("class.chat.wait", { seconds: left })}
        </span>
      ) : (
        <Button
          type="submit"
          kind="primary"
          label={t("class.chat.send")}
          icon={<SendIcon />}
          testId="chat-send"
        />
      )}
    </form>
  );
}

function useSecondsLeft(room: Room, author: string): number {
  const now = useNow(room);
  const { view, me } = room;
  const last = room.chat.lines.value.filter(({ person }) => person === author).at(-1)?.at;
  return view && me ? secondsLeft(view, me, last, now) : 0;
}

function placeholder(room: Room, to: string): string {
  if (to === "class") return t("class.chat.write");
  if (to === "teachers") return t("class.chat.write_teachers");
  return t("class.chat.write_to", { name: room.name(to) });
}
