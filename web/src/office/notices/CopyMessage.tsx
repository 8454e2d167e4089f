/** "Sao chép tin nhắn": title, text and link to paste; where the browser does not copy, the text to mark. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { copyText } from "../../lib/clipboard";
import { Button, CopyIcon, Field, Notice } from "../../ui";

export function CopyMessage({ text, name }: { text: string; name: string }) {
  const [became, setBecame] = useState<"" | "copied" | "by_hand">("");
  const copy = async () => setBecame((await copyText(text)) ? "copied" : "by_hand");
  return (
    <>
      <div>
        <Button
          size="small"
          icon={<CopyIcon />}
          label={`${t("notices.copy")}: ${name}`}
          testId="notice-copy"
          onClick={() => void copy()}
        >
          {t("notices.copy")}
        </Button>
      </div>
      {became === "copied" && <Notice tone="good">{t("notices.copied")}</Notice>}
      {became === "by_hand" && (
        <Field label={t("notices.by_hand")}>
          {(control) => (
            <textarea
              {...control}
              readOnly
              rows={4}
              value={text}
              onFocus={(event) => event.currentTarget.select()}
            />
          )}
        </Field>
      )}
    </>
  );
}
