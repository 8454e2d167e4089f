// A few words with the raised hand, for the teacher's eyes only. The form opens at a tap.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { Button, QuestionIcon, SendIcon } from "../../ui/parts";
import type { Room } from "../room";

interface Props {
  room: Room;
  /** Whose hand it is, of the pupils at this device. */
  person: string;
  /** The question that goes with the hand already. */
  asked: string;
  /** The line beside the button. */
  children: ComponentChildren;
}

export function Question({ room, person, asked, children }: Props) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(asked);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (open) input.current?.focus();
  }, [open]);
  const send = async (event: Event) => {
    event.preventDefault();
    if (await room.ask({ type: "raise_hand", question: text.trim() }, person)) setOpen(false);
  };
  const label = t("class.hand.question");
  return (
    <>
      <div class="thumb-head">
        {children}
        <Button
          kind="plain"
          icon={<QuestionIcon />}
          testId="ask"
          expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t("class.hand.more")}
        </Button>
      </div>
      {!open && asked !== "" && <p class="thumb-asked small">{asked}</p>}
      {open && (
        <form class="line-form" onSubmit={send}>
          <input
            ref={input}
            class="control"
            type="text"
            value={text}
            maxLength={300}
            placeholder={label}
            aria-label={label}
            data-testid="question"
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" kind="primary" label={t("class.hand.ask")} icon={<SendIcon />} />
        </form>
      )}
    </>
  );
}
