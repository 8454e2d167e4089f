/** Leave notes that wait for a homeroom teacher, on the day page. What decides them is loaded when it is opened. */
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { notes } from "../../office/leave/data";
import { Button, Loading, Notice } from "../../ui";

const EVERY_MS = 60_000;

type List = ComponentType<{ token: string; onDecided: () => void }>;

export function LeaveNotes({ token }: { token: string }) {
  const { value, reload } = useLoad("leave", () => notes(token, "cho"), EVERY_MS);
  const [open, setOpen] = useState(false);
  const [list, setList] = useState<{ List: List } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const toggle = async () => {
    setOpen(!open);
    if (open || list) return;
    try {
      setList({ List: (await import("../../office/leave/Waiting")).Waiting });
    } catch (error) {
      setFailure(error);
    }
  };
  // Without a note there is nothing to say; what was opened stays until it is closed.
  if (!open && !value?.waiting) return null;
  return (
    <section class="card" aria-labelledby="leave">
      <div class="card-head">
        <h2 id="leave">{t("leave.day_waiting", { n: value?.waiting ?? 0 })}</h2>
        <Button expanded={open} testId="day-leave" onClick={toggle}>
          {t("leave.day_open")}
        </Button>
      </div>
      {open && failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {open && failure === null && (list ? <list.List token={token} onDecided={reload} /> : <Loading />)}
    </section>
  );
}
