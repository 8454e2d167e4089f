/** The question before changes are lost. Escape and the cross stay. */
import { t } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { answered, leaving } from "./unsaved";

export function Leaving() {
  const asked = leaving.value;
  if (asked === null) return null;
  const answer = (what: () => void) => {
    answered();
    what();
  };
  return (
    <Dialog title={t("office.unsaved")} testId="unsaved" onClose={() => answer(asked.stay)}>
      <div class="stack">
        <p>{t("office.unsaved_hint")}</p>
        <div class="row">
          <Button kind="primary" testId="unsaved-stay" onClick={() => answer(asked.stay)}>
            {t("office.unsaved_stay")}
          </Button>
          <Button kind="danger" testId="unsaved-go" onClick={() => answer(asked.go)}>
            {t("office.unsaved_go")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
