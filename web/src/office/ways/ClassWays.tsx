/** One class's ways in, at the office and on a homeroom teacher's day page (then with the day's token). */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Loading, Notice } from "../../ui";
import { CardSheet } from "./CardSheet";
import { ClassLink } from "./ClassLink";
import { type Cards, issueCards, type Key, waysOf } from "./data";
import { PupilWays } from "./PupilWays";
import "./ways.css";

interface ClassWaysProps {
  id: string;
  name: string;
  token?: Key;
}

export function ClassWays({ id, name, token }: ClassWaysProps) {
  const { value, error, reload } = useLoad(id, () => waysOf(id, token));
  const [sheet, setSheet] = useState<Cards | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const issue = async (people: readonly string[] | null) => {
    setFailure(null);
    try {
      setSheet(await issueCards(id, people, token));
      reload();
    } catch (problem) {
      setFailure(problem);
    }
  };
  if (sheet && sheet.cards.length > 0) return <CardSheet sheet={sheet} onClose={() => setSheet(null)} />;
  return (
    <div class="stack ways">
      {error !== null && (
        <Notice tone="bad">
          <p>{problemText(error)}</p>
          <Button onClick={reload}>{t("common.retry")}</Button>
        </Notice>
      )}
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {value === null && error === null && <Loading />}
      {value && (
        <>
          <ClassLink id={id} name={name} linked={value.linked} token={token} onMade={reload} />
          <PupilWays pupils={value.pupils} token={token} onIssue={issue} onChanged={reload} />
        </>
      )}
    </div>
  );
}
