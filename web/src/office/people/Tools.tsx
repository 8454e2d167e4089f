/** What stands beside somebody, in lists and on the own page: the consent to recording, the link to the own day. */
import { t } from "../../i18n";
import { calledName, fullName } from "../../i18n/names";
import { may } from "../frame/session";
import { PersonalLink } from "../lessons/PersonalLink";
import { ConsentChoice } from "./ConsentChoice";
import { dayLink, type Person } from "./data";

export function Tools({ one }: { one: Person }) {
  if (!one.active) return null;
  const named = { name: one.full_name, title: one.title };
  return (
    <div class="register-tools">
      {one.recording_consent !== null && (
        <ConsentChoice person={one.id} name={fullName(named)} consent={one.recording_consent} />
      )}
      {one.kind !== "staff" && may("accounts.manage") && (
        <PersonalLink
          name={calledName(named)}
          text={t("link.day")}
          label={t("link.day_of", { name: fullName(named) })}
          small
          testId="day-link"
          fetchLink={() => dayLink(one.id)}
        />
      )}
    </div>
  );
}

/** What to know of them, once above a list. */
export function ToolHints() {
  return (
    <>
      {may("accounts.manage") && <p class="muted small">{t("people.link_hint")}</p>}
      {may("consents.read") && <p class="muted small">{t("consent.hint")}</p>}
    </>
  );
}
