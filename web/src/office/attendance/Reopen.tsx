/** A closed week opened again: why, and until which day. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { dateOf } from "../../i18n/format";
import { Button, Dialog, focusFirstInvalid, Notice, TextField } from "../../ui";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { otherDay } from "../schoolday";
import { reopenWeek } from "./data";
import { dayText } from "./show";

/** Days with today; the server allows no more. */
const LONGEST = 14;
const USUAL = 3;

interface ReopenProps {
  of: string;
  monday: string;
  onChange: () => void;
  onClose: () => void;
}

export function Reopen({ of, monday, onChange, onClose }: ReopenProps) {
  const [today] = useState(() => dateOf(Date.now()));
  const [why, setWhy] = useState("");
  const [until, setUntil] = useState(otherDay(today, USUAL - 1));
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  const latest = otherDay(today, LONGEST - 1);
  const dayFits = until >= today && until <= latest;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (why.trim() === "" || !dayFits) return focusFirstInvalid(event.currentTarget);
    if (!(await saving.save(() => reopenWeek(of, monday, why.trim(), until)))) return;
    onChange();
    onClose();
  };
  return (
    <Dialog title={`${t("week.reopen")} ${dayText(monday)}`} onClose={onClose}>
      <form class="stack" onSubmit={submit} noValidate>
        {saving.failure !== null && <Saved saving={saving} />}
        <Notice silent>{t("week.reopen_hint")}</Notice>
        <TextField
          label={t("week.reopen_why")}
          value={why}
          maxLength={500}
          error={tried && why.trim() === "" ? t("common.required") : undefined}
          onValue={setWhy}
        />
        <TextField
          label={t("week.reopen_until")}
          type="date"
          value={until}
          error={tried && !dayFits ? t("week.reopen_days", { day: dayText(latest) }) : undefined}
          onValue={setUntil}
        />
        <div>
          <Button type="submit" kind="primary" busy={saving.busy} testId="week-reopen-do">
            {t("week.reopen")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
