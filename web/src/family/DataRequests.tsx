/** Requests about the pupil's data, with the day until which the school acts. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { formatDate } from "../i18n/format";
import { Button, Card, Field, focusFirstInvalid, SelectField, SendIcon } from "../ui";
import { ask, DATA_KINDS, type DataKind, type HandedIn, type OwnRequest } from "./data";
import { Became, useDoing } from "./doing";

interface DataRequestsProps {
  token: string;
  all: readonly OwnRequest[];
  onSent: (now: HandedIn) => void;
}

export function DataRequests({ token, all, onSent }: DataRequestsProps) {
  return (
    <Card title={t("family.data")}>
      <p class="muted">{t("family.data_hint")}</p>
      <RequestForm token={token} onSent={onSent} />
      {all.length > 0 && (
        <ul class="family-lines">
          {all.map((one) => (
            <li key={one.id}>
              <strong>{t(`family.data_${one.kind}`)}</strong>
              {` · ${formatDate(one.received_at)} · ${stateOf(one)}`}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function stateOf({ done_at, acknowledged_at, due_at, result }: OwnRequest): string {
  if (done_at !== null) return t("family.data_done", { result });
  const day = formatDate(due_at);
  return acknowledged_at === null ? t("family.data_open", { day }) : t("family.data_taken", { day });
}

function RequestForm({ token, onSent }: Omit<DataRequestsProps, "all">) {
  const [kind, setKind] = useState<DataKind>("view");
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const doing = useDoing();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!text.trim()) return focusFirstInvalid(event.currentTarget);
    if (!(await doing.run(async () => onSent(await ask(token, kind, text)), t("family.data_sent")))) return;
    setTried(false);
    setText("");
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <SelectField
        label={t("family.data_kind")}
        value={kind}
        options={DATA_KINDS.map((one) => ({ value: one, text: t(`family.data_${one}`) }))}
        onValue={(one) => setKind(one as DataKind)}
      />
      <Field label={t("family.data_what")} error={tried && !text.trim() ? t("common.required") : undefined}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            maxLength={2000}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <Became of={doing} />
      <div>
        <Button type="submit" icon={<SendIcon />} busy={doing.busy} testId="data-send">
          {t("family.data_send")}
        </Button>
      </div>
    </form>
  );
}
