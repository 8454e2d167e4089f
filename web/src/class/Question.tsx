// A few words with the raised hand, for the teacher's eyes only.

import { useState } from "preact/hooks";
import { t } from "../i18n";
import { Button, SendIcon } from "../ui";
import type { Room } from "./room";

export function Question({ room, asked }: { room: Room; asked: string }) {
  const [text, setText] = useState(asked);
  const send = async (event: Event) => {
    event.preventDefault();
    await room.ask({ type: "raise_hand", question: text.trim() });
  };
  const label = t("class.hand.question");
  return (
    <form class="line-form" onSubmit={send}>
      <input
        class="control"
        type="text"
        value={text}
        maxLength={300}
        placeholder={label}
        aria-label={label}
        data-testid="question"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Button
        type="submit"
        label={t("class.hand.ask")}
        icon={<SendIcon />}
        disabled={text.trim() === asked}
      />
    </form>
  );
}
