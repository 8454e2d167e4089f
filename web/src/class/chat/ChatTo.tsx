// Whom a line is for and, of two pupils at one device, whose it is.

import { t } from "../../i18n";
import type { Room } from "../room";

interface Props {
  room: Room;
  choices: readonly string[];
  to: string;
  author: string;
  onAuthor: (person: string) => void;
}

export function ChatTo({ room, choices, to, author, onAuthor }: Props) {
  const { here } = room;
  if (choices.length < 2 && here.length < 2) return null;
  return (
    <div class="chat-to">
      {here.length > 1 && (
        <Choice
          label={t("class.chat.as")}
          testId="chat-as"
          value={author}
          options={here.map(({ person, name }) => [person, name])}
          onValue={onAuthor}
        />
      )}
      {choices.length > 1 && (
        <Choice
          label={t("class.chat.to")}
          testId="chat-to"
          value={to}
          options={choices.map((one) => [one, targetName(room, one)])}
          onValue={(one) => {
            room.chatTo.value = one;
          }}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  testId: string;
  value: string;
  options: [string, string][];
  onValue: (value: string) => void;
}

function Choice({ label, testId, value, options, onValue }: ChoiceProps) {
  return (
    <label class="small">
      {label}
      <select
        class="control"
        value={value}
        data-testid={testId}
        onChange={(event) => onValue(event.currentTarget.value)}
      >
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function targetName(room: Room, to: string): string {
  if (to === "class") return t("class.chat.to_class");
  if (to === "teachers") return t("class.chat.to_teachers");
  return t("class.chat.to_person", { name: room.name(to) });
}
