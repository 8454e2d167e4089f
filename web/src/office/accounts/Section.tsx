/** Who may sign in, and who has which role. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, PlusIcon, TextField } from "../../ui";
import { Listed } from "../frame/Listed";
import type { SectionProps } from "../frame/section";
import { type Everybody, everybody } from "./calls";
import { InspectorForm } from "./InspectorForm";
import { found } from "./names";
import { PersonItem } from "./PersonItem";
import "./accounts.css";

export function Section({ session }: SectionProps) {
  const loaded = useLoad("accounts", everybody);
  return (
    <Listed from={loaded}>
      {(all) => (
        <People all={all} manages={session.acts.includes("accounts.manage")} onChange={loaded.reload} />
      )}
    </Listed>
  );
}

interface PeopleProps {
  all: Everybody;
  /** Whether accounts may be made and changed, not the roles alone. */
  manages: boolean;
  onChange: () => void;
}

function People({ all, manages, onChange }: PeopleProps) {
  const [text, setText] = useState("");
  const [adding, setAdding] = useState(false);
  const shown = found(all.accounts, text);
  const taken = new Set(all.accounts.flatMap(({ login }) => login ?? []));
  return (
    <>
      <div class="accounts-bar">
        <TextField label={t("accounts.find")} type="search" value={text} onValue={setText} />
        {manages && (
          <Button
            icon={<PlusIcon />}
            expanded={adding}
            testId="add-inspector"
            onClick={() => setAdding(!adding)}
          >
            {t("inspector.add")}
          </Button>
        )}
      </div>
      {adding && <InspectorForm taken={taken} onSaved={onChange} />}
      <p class="muted" role="status">
        {t("accounts.found", { n: shown.length })}
      </p>
      <ul class="accounts">
        {shown.map((one) => (
          <PersonItem
            key={one.person ?? one.id}
            account={one}
            roles={all.roles.filter(({ person }) => person === one.person)}
            taken={taken}
            manages={manages}
            onChange={onChange}
          />
        ))}
      </ul>
    </>
  );
}
