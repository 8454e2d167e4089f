/** What the family handed in: leave notes and requests about data, each with its form. */
import { useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { Button, Loading, Notice } from "../ui";
import { DataRequests } from "./DataRequests";
import { type HandedIn, handedIn } from "./data";
import { Leave } from "./Leave";

export function HandedInCards({ token }: { token: string }) {
  const { value, error, reload } = useLoad("handed in", () => handedIn(token));
  if (value) return <Cards token={token} of={value} />;
  if (error === null) return <Loading />;
  return (
    <Notice tone="bad">
      <p>{problemText(error)}</p>
      <Button onClick={reload}>{t("common.retry")}</Button>
    </Notice>
  );
}

function Cards({ token, of }: { token: string; of: HandedIn }) {
  const [now, setNow] = useState(of);
  return (
    <>
      <Leave token={token} all={now.leave} onSent={setNow} />
      <DataRequests token={token} all={now.requests} onSent={setNow} />
    </>
  );
}
