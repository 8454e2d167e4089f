/** One leave note, with what can be decided about it. */
import { t } from "../../i18n";
import { Button, CheckIcon, CloseIcon } from "../../ui";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { decide, type Key, type LeaveNote, type Status } from "./data";
import { daysText, receivedText, statusText } from "./show";

interface NoteItemProps {
  note: LeaveNote;
  token: Key;
  onDecided: () => void;
}

export function NoteItem({ note, token, onDecided }: NoteItemProps) {
  const saving = useSaving();
  const say = async (status: Status) => {
    if (await saving.save(() => decide(note.id, status, token))) onDecided();
  };
  return (
    <li class="note" data-testid="leave-note">
      <div>
        <strong>
          <bdi>{note.name}</bdi> · {note.class_name}
        </strong>
        <p>
          {daysText(note)}
          {note.kind === "thieu_thiet_bi" && ` · ${t("leave.kind_thieu_thiet_bi")}`}
        </p>
        <p>
          <bdi>{note.reason}</bdi>
        </p>
        <p class="small muted">{receivedText(note)}</p>
        {note.status !== "cho" && <p class="small">{statusText(note)}</p>}
      </div>
      <div class="row">
        <Answers note={note} busy={saving.busy} say={say} />
      </div>
      {saving.failure !== null && <Saved saving={saving} />}
    </li>
  );
}

interface AnswersProps {
  note: LeaveNote;
  busy: boolean;
  say: (status: Status) => void;
}

function Answers({ note: { name, status }, busy, say }: AnswersProps) {
  if (status !== "cho") {
    return (
      <Button
        kind="plain"
        size="small"
        busy={busy}
        label={t("leave.again_of", { name })}
        onClick={() => say("cho")}
      >
        {t("leave.again")}
      </Button>
    );
  }
  return (
    <>
      <Button
        kind="primary"
        icon={<CheckIcon />}
        busy={busy}
        label={t("leave.grant_of", { name })}
        testId="leave-grant"
        onClick={() => say("P")}
      >
        {t("leave.grant")}
      </Button>
      <Button
        icon={<CloseIcon />}
        busy={busy}
        label={t("leave.refuse_of", { name })}
        testId="leave-refuse"
        onClick={() => say("tu_choi")}
      >
        {t("leave.refuse")}
      </Button>
    </>
  );
}
