/** A list on its way, failed, or there; an ended session leads back to the login form. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { problemText } from "../../api/problem";
import type { Loaded } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Loading, Notice } from "../../ui";
import { noticeSignedOut } from "./session";

export interface ListedProps<Value> {
  from: Loaded<Value>;
  children: (value: Value) => ComponentChildren;
}

export function Listed<Value>({ from, children }: ListedProps<Value>) {
  const { value, error, reload } = from;
  useEffect(() => {
    noticeSignedOut(error);
  }, [error]);
  return (
    <>
      {error !== null && (
        <Notice tone="bad" title={t("office.failed")}>
          <p>{problemText(error)}</p>
          <Button onClick={reload}>{t("common.retry")}</Button>
        </Notice>
      )}
      {value === null ? error === null && <Loading /> : children(value)}
    </>
  );
}
