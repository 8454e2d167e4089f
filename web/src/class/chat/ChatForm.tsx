// Where one writes to the class. What was not sent stays in the box.

import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import type { ChatLine } from "../../lib/api";
import { Button, CloseIcon, SendIcon } from "../../ui";
import type { Room } from "../room";
import { writer } from "./writer";

interface Props {
  room: Room;
  replyTo: ChatLine | null;
  onDone: () => void;
}

export function ChatForm({ room, replyTo, onDone }: Props) {
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (replyTo) input.current?.focus();
  }, [replyTo]);
  const send = async (event: Event) => {
    event.preventDefault();
    if (text.trim() === "" || busy) return;
    setBusy(true);
    const sent = await room.ask({
      type: "say",
      text: text.trim(),
      ...(replyTo && { reply_to: replyTo.number }),
    });
    setBusy(false);
    if (!sent) return;
    setText("");
    onDone();
  };
  return (
    <form class="chat-form" onSubmit={send}>
      {replyTo && (
        <p class="chat-replying">
          <span>{t("class.chat.reply_to", { name: writer(room, replyTo) })}</span>
          <Button kind="plain" label={t("class.chat.no_reply")} icon={<CloseIcon />} onClick={onDone} />
        </p>
      )}
      <div class="line-form">
        <input
          ref={input}
          class="control"
          type="text"
          value={text}
          maxLength={1000}
          enterKeyHint="send"
          autoComplete="off"
          placeholder={t("class.chat.write")}
          aria-label={t("class.chat.write")}
          data-testid="chat"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Button
          type="submit"
          kind="primary"
          label={t("class.chat.send")}
          icon={<SendIcon />}
          testId="chat-send"
        />
      </div>
    </form>
  );
}
