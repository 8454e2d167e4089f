/** One request: whose, what, until when; confirmed and done here. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatDate } from "../../i18n/format";
import { Button, CheckIcon, Field, Lamp } from "../../ui";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { acknowledge, type DataTask, finish, isOverdue } from "./data";

export function RequestItem({ of, onChanged }: { of: DataTask; onChanged: () => void }) {
  const what = t(`family.data_${of.kind}`);
  return (
    <article class="task" data-overdue={isOverdue(of, Date.now())}>
      <h3>{t("requests.of", { what, name: of.name })}</h3>
      <p class="muted small">
        {[of.class_name, formatDate(of.received_at), t(`requests.from_${of.from_kind}`)]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p class="paragraphs">{of.text}</p>
      <p class="row small">
        {isOverdue(of, Date.now()) && <Lamp tone="bad">{t("requests.overdue")}</Lamp>}
        <span>{deadlines(of)}</span>
      </p>
      {of.done_at === null ? <Work of={of} onChanged={onChanged} /> : <p class="paragraphs">{of.result}</p>}
    </article>
  );
}

function deadlines({ acknowledged_at, acknowledge_by, done_at, due_at }: DataTask): string {
  const confirmed =
    acknowledged_at === null
      ? t("requests.acknowledge_by", { day: formatDate(acknowledge_by) })
      : t("requests.acknowledged", { day: formatDate(acknowledged_at) });
  const due = t("requests.due", { day: formatDate(due_at) });
  return done_at === null ? `${confirmed} · ${due}` : confirmed;
}

function Work({ of: { id, name, acknowledged_at }, onChanged }: { of: DataTask; onChanged: () => void }) {
  const [result, setResult] = useState("");
  const saving = useSaving();
  const save = async (work: () => Promise<unknown>) => {
    if (await saving.save(work)) onChanged();
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (result.trim()) void save(() => finish(id, result.trim()));
      }}
    >
      <Field label={t("requests.result")}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            maxLength={2000}
            required
            value={result}
            onInput={(event) => setResult(event.currentTarget.value)}
          />
        )}
      </Field>
      <Saved saving={saving} />
      <div class="row">
        {acknowledged_at === null && (
          <Button
            size="small"
            busy={saving.busy}
            label={`${t("requests.acknowledge")}: ${name}`}
            testId="request-acknowledge"
            onClick={() => save(() => acknowledge(id))}
          >
            {t("requests.acknowledge")}
          </Button>
        )}
        <Button
          type="submit"
          size="small"
          icon={<CheckIcon />}
          busy={saving.busy}
          label={`${t("requests.finish")}: ${name}`}
          testId="request-finish"
        >
          {t("requests.finish")}
        </Button>
      </div>
    </form>
  );
}
