/** Nội quy dạy học trực tuyến: what holds, who read it, a new version. */
import { useState } from "preact/hooks";
import { call } from "../../api/call";
import { useLoad } from "../../api/useLoad";
import type { HouseRules } from "../../family/data";
import { t } from "../../i18n";
import { formatDate } from "../../i18n/format";
import { Card, Confirm, Field, Notice, TextField } from "../../ui";
import { classes, type SchoolClass } from "../data";
import { Listed } from "../frame/Listed";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import "../../family/told.css";
import "../../family/family.css";

interface Read {
  rules: HouseRules | null;
  /** By class id. */
  classes: Record<string, { read: number; of: number }>;
}

const look = async (): Promise<[Read, SchoolClass[]]> =>
  Promise.all([call<Read>("/office/rules"), classes()]);

export function Section() {
  const loaded = useLoad("rules", look);
  return (
    <Listed from={loaded}>
      {([{ rules, classes: read }, all]) => (
        <div class="stack">
          <Editor key={rules?.version ?? 0} of={rules} onPublished={loaded.reload} />
          {rules && <Readers all={all} read={read} />}
        </div>
      )}
    </Listed>
  );
}

function Editor({ of, onPublished }: { of: HouseRules | null; onPublished: () => void }) {
  const [title, setTitle] = useState(of?.title ?? "");
  const [text, setText] = useState(of?.rules.join("\n") ?? "");
  const saving = useSaving();
  const rules = linesOf(text);
  const publish = async () => {
    const body = { title: title.trim(), rules };
    if (await saving.save(() => call<HouseRules>("/office/rules", { method: "POST", body }))) onPublished();
  };
  return (
    <Card title={of ? t("rules.now", { n: of.version, day: formatDate(of.at) }) : t("rules.title")}>
      <div class="stack">
        {of === null && <Notice silent>{t("family.rules_none")}</Notice>}
        <TextField label={t("rules.name")} value={title} maxLength={200} onValue={setTitle} />
        <Field label={t("rules.lines")} hint={t("rules.hint")}>
          {(control) => (
            <textarea
              {...control}
              rows={8}
              value={text}
              data-testid="rules-text"
              onInput={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
        <Saved saving={saving}>{t("rules.published")}</Saved>
        {title.trim() && rules.length > 0 && (
          <Confirm
            kind="primary"
            question={t("rules.publish_ask")}
            confirm={t("rules.publish")}
            busy={saving.busy}
            testId="rules-publish"
            onConfirm={() => void publish()}
          >
            {t("rules.publish")}
          </Confirm>
        )}
      </div>
    </Card>
  );
}

/** One rule a line; empty lines and numbers people put before them are left out. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*(\d{1,2}[.)]|[-–•])\s+/, "").trim())
    .filter(Boolean);
}

function Readers({ all, read }: { all: readonly SchoolClass[]; read: Read["classes"] }) {
  return (
    <Card title={t("rules.readers")}>
      <ul class="family-lines">
        {all.map(({ id, code }) => {
          const found = read[id];
          return found && <li key={id}>{t("rules.class", { name: code, ...found })}</li>;
        })}
      </ul>
    </Card>
  );
}
