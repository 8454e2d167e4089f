/** The notes that wait for a decision: at the office, and on a homeroom teacher's day page. */
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Listed } from "../frame/Listed";
import { type Key, notes } from "./data";
import { NoteItem } from "./NoteItem";
import "./leave.css";

interface WaitingProps {
  token: Key;
  /** Another number: look again. */
  version?: number;
  onDecided: () => void;
}

export function Waiting({ token, version = 0, onDecided }: WaitingProps) {
  const loaded = useLoad(`waiting ${version}`, () => notes(token, "cho"));
  const decided = () => {
    loaded.reload();
    onDecided();
  };
  return (
    <Listed from={loaded}>
      {({ notes: all }) =>
        all.length === 0 ? (
          <p class="muted">{t("leave.none_waiting")}</p>
        ) : (
          <ul class="notes">
            {all.map((note) => (
              <NoteItem key={note.id} note={note} token={token} onDecided={decided} />
            ))}
          </ul>
        )
      }
    </Listed>
  );
}
