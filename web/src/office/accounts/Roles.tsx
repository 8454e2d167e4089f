/** The roles somebody was given, with their days; give one, take one away. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { dateOf, formatDate, instantOf } from "../../i18n/format";
import { Button, Notice, SelectField } from "../../ui";
import { type Account, type Given, giveRole, type Role, type Term, takeRole } from "./calls";
import { TermFields } from "./TermFields";
import { useDoing } from "./useDoing";

export interface RolesProps {
  person: string;
  name: string;
  kind: Account["kind"];
  roles: readonly Role[];
  onChange: () => void;
}

export function Roles({ person, name, kind, roles, onChange }: RolesProps) {
  const { busy, failure, run } = useDoing();
  return (
    <section class="stack" aria-label={t("roles.title")}>
      <h3>{t("roles.title")}</h3>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {roles.length === 0 && <p class="muted">{t("roles.none")}</p>}
      <ul class="roles">
        {roles.map((role) => (
          <li key={role.id}>
            <span>
              <strong>{t(`roles.${role.role}`)}</strong> <Days role={role} />
            </span>
            <Button
              size="small"
              busy={busy}
              label={t("roles.take_of", { role: t(`roles.${role.role}`), name })}
              onClick={() =>
                run(async () => {
                  await takeRole(role.id);
                  onChange();
                })
              }
            >
              {t("roles.take")}
            </Button>
          </li>
        ))}
      </ul>
      <GiveRole
        kinds={kind === "inspector" ? ["inspector"] : ["office", "head", "deputy", "technician"]}
        onGive={(term) =>
          run(async () => {
            await giveRole(person, term);
            onChange();
          })
        }
        busy={busy}
      />
    </section>
  );
}

function Days({ role }: { role: Role }) {
  const shown = (day: string | null) =>
    day === null ? t("roles.open") : formatDate(instantOf(day, "12:00"));
  const past = role.to_day !== null && role.to_day < dateOf(Date.now());
  return (
    <span class="muted small numbers">
      {role.from_day === null && role.to_day === null
        ? t("roles.open")
        : t("roles.days", { from: shown(role.from_day), to: shown(role.to_day) })}
      {role.decision && ` · ${role.decision}`}
      {past && ` · ${t("roles.past")}`}
    </span>
  );
}

interface GiveRoleProps {
  kinds: readonly Given[];
  busy: boolean;
  onGive: (term: Term) => void;
}

function GiveRole({ kinds, busy, onGive }: GiveRoleProps) {
  const [role, setRole] = useState<Given>(kinds[0] ?? "office");
  const [days, setDays] = useState({ from: "", to: "", decision: "" });
  const give = (event: Event) => {
    event.preventDefault();
    onGive({ role, from_day: days.from || null, to_day: days.to || null, decision: days.decision });
  };
  return (
    <form class="stack" onSubmit={give}>
      <div class="form-grid">
        <SelectField
          label={t("roles.role")}
          value={role}
          options={kinds.map((value) => ({ value, text: t(`roles.${value}`) }))}
          onValue={(to) => setRole(to as Given)}
        />
        <TermFields days={days} required={role === "inspector"} onDays={setDays} />
      </div>
      <div>
        <Button type="submit" busy={busy}>
          {t("roles.give")}
        </Button>
      </div>
    </form>
  );
}
