/** What was kept of a lesson: its recording with its size, its record, and the record's removal by a decision. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import type { ListedLesson } from "../../api/types";
import { t } from "../../i18n";
import { formatMegabytes } from "../../i18n/format";
import { BookIcon, Button, ButtonLink, Confirm, Notice, PlayIcon, TextField } from "../../ui";
import { deleteRecord } from "../data";
import { may, noticeSignedOut } from "../frame/session";

interface Props {
  lesson: ListedLesson;
  onChange: () => void;
}

export function KeptParts({ lesson, onChange }: Props) {
  const { state } = lesson.replay;
  return (
    <section class="stack">
      <h3>{t("kept.title")}</h3>
      <p data-testid="kept-state">{stateText(lesson)}</p>
      <div class="row">
        {(state === "live" || state === "final") && may("recordings.read") && (
          <ButtonLink href={`/r/${lesson.id}`} icon={<PlayIcon />} testId="replay-link">
            {t("class.recording.again")}
          </ButtonLink>
        )}
        {lesson.record && may("records.read") && (
          <ButtonLink href={`/record/${lesson.id}`} icon={<BookIcon />} testId="record-link">
            {t("record.title")}
          </ButtonLink>
        )}
      </div>
      {lesson.record && may("records.remove") && <Removal lesson={lesson} onChange={onChange} />}
    </section>
  );
}

function stateText({ replay, recording, phase }: ListedLesson): string {
  const size = formatMegabytes(replay.bytes);
  if (replay.state === "live") return t("kept.live", { size });
  if (replay.state === "final") return t("kept.final", { size });
  if (replay.state === "damaged") return t("kept.damaged");
  if (phase === "ended") return t("kept.none");
  return t(recording ? "kept.policy_on" : "kept.policy_off");
}

/** Needs a reason and a decision; what is asked twice is done once. */
function Removal({ lesson, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const [why, setWhy] = useState({ reason: "", decision: "" });
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const remove = async () => {
    setTried(true);
    setFailure(null);
    const [reason, decision] = [why.reason.trim(), why.decision.trim()];
    if (reason === "" || decision === "") return;
    try {
      await deleteRecord(lesson.id, reason, decision);
    } catch (error) {
      if (!noticeSignedOut(error)) setFailure(error);
      return;
    }
    onChange();
  };
  return (
    <div class="removal">
      <div>
        <Button
          kind="plain"
          size="small"
          expanded={open}
          testId="remove-record"
          onClick={() => setOpen(!open)}
        >
          {t("removal.open")}
        </Button>
      </div>
      {open && (
        <>
          <Notice tone="warn" silent>
            {t("removal.note")}
          </Notice>
          <Why why={why} tried={tried} onChange={setWhy} />
          <Confirm
            question={t("removal.sure")}
            confirm={t("removal.do")}
            testId="remove-record-now"
            onConfirm={() => void remove()}
          >
            {t("removal.do")}
          </Confirm>
          {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
        </>
      )}
    </div>
  );
}

interface WhyProps {
  why: { reason: string; decision: string };
  /** It was asked for once: what is missing is named. */
  tried: boolean;
  onChange: (why: WhyProps["why"]) => void;
}

function Why({ why, tried, onChange }: WhyProps) {
  const missing = (words: string) => (tried && words.trim() === "" ? t("common.required") : undefined);
  return (
    <>
      <TextField
        label={t("removal.reason")}
        value={why.reason}
        error={missing(why.reason)}
        maxLength={1000}
        onValue={(reason) => onChange({ ...why, reason })}
      />
      <TextField
        label={t("removal.decision")}
        value={why.decision}
        error={missing(why.decision)}
        maxLength={200}
        onValue={(decision) => onChange({ ...why, decision })}
      />
    </>
  );
}
