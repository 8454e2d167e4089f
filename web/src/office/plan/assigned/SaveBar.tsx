/** What became of the changed assignments, how many there are, and the ways to save or drop them. */
import { t } from "../../../i18n";
import { Button } from "../../../ui";
import { PlanSaved } from "../Clashes";
import type { Assigning } from "./assigning";
import type { School } from "./school";

interface SaveBarProps {
  assigning: Assigning;
  value: School;
  writes: boolean;
}

export function SaveBar({ assigning: { count, drop, save, saving, done }, value, writes }: SaveBarProps) {
  return (
    <>
      <PlanSaved saving={saving} names={value}>
        {done}
      </PlanSaved>
      {writes && (
        <div class="foot-bar plan-bar">
          <Button
            kind="primary"
            busy={saving.busy}
            disabled={count === 0}
            testId="assignments-save"
            onClick={() => void save()}
          >
            {t("plan.save")}
          </Button>
          <span role="status">{count > 0 && t("plan.changed_cells", { n: count })}</span>
          {count > 0 && <Button onClick={drop}>{t("plan.drop_changes")}</Button>}
        </div>
      )}
    </>
  );
}
