/** Requests about personal data as tasks: overdue ones marked, taken in, confirmed, done with a result. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Card, Notice, PlusIcon } from "../../ui";
import { Listed } from "../frame/Listed";
import { type DataTask, tasks } from "./data";
import { NewRequest } from "./NewRequest";
import { RequestItem } from "./RequestItem";
import "../../family/told.css";
import "../../family/family.css";
import "./requests.css";

export function Section() {
  const loaded = useLoad("requests", tasks);
  const [taking, setTaking] = useState(false);
  return (
    <div class="stack">
      <p class="muted">{t("requests.hint")}</p>
      <div>
        <Button icon={<PlusIcon />} testId="request-take" onClick={() => setTaking(true)}>
          {t("requests.take")}
        </Button>
      </div>
      <Listed from={loaded}>{(all) => <Tasks all={all} onChanged={loaded.reload} />}</Listed>
      {taking && (
        <NewRequest
          onSaved={() => {
            setTaking(false);
            loaded.reload();
          }}
          onClose={() => setTaking(false)}
        />
      )}
    </div>
  );
}

function Tasks({ all, onChanged }: { all: readonly DataTask[]; onChanged: () => void }) {
  const open = all.filter(({ done_at }) => done_at === null);
  const done = all.filter(({ done_at }) => done_at !== null);
  return (
    <>
      <Card title={t("requests.open", { n: open.length })}>
        {open.length === 0 && <Notice silent>{t("requests.none")}</Notice>}
        <List all={open} onChanged={onChanged} />
      </Card>
      {done.length > 0 && (
        <Card title={t("requests.closed")}>
          <List all={done} onChanged={onChanged} />
        </Card>
      )}
    </>
  );
}

function List({ all, onChanged }: { all: readonly DataTask[]; onChanged: () => void }) {
  return (
    <ul class="tasks">
      {all.map((one) => (
        <li key={one.id}>
          <RequestItem of={one} onChanged={onChanged} />
        </li>
      ))}
    </ul>
  );
}
