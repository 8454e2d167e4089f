/** What was changed of the day, the newest first; each can be taken back. */
import { useState } from "preact/hooks";
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { formatTime } from "../../../i18n/format";
import { Button, Confirm, Notice, SendIcon } from "../../../ui";
import { Listed } from "../../frame/Listed";
import { noticeSignedOut } from "../../frame/session";
import { type ChangeLine, changesOf, type Done, undoChange, whyText } from "../data";

export interface ChangesListProps {
  date: string;
  /** Another number: look again. */
  version: number;
  may: boolean;
  onUndone: (done: Done) => void;
  /** The classes are to be told of the change with this number. */
  onTell: (id: number) => void;
}

export function ChangesList({ date, version, may, onUndone, onTell }: ChangesListProps) {
  const loaded = useLoad(`changes ${date} ${version}`, () => changesOf(date));
  const [failed, setFailed] = useState<unknown>(null);
  const undo = (id: number) => {
    setFailed(null);
    undoChange(id).then(onUndone, (error: unknown) => {
      if (!noticeSignedOut(error)) setFailed(error);
    });
  };
  return (
    <Listed from={loaded}>
      {(changes) =>
        changes.length > 0 && (
          <section class="stack">
            <h3>{t("change.list")}</h3>
            {failed !== null && (
              <Notice tone="bad" title={t("change.failed")}>
                {whyText(failed)}
              </Notice>
            )}
            <ol class="grid-list">
              {changes.map((one) => (
                <li key={one.id} class="grid-change" data-testid="change">
                  <Line change={one} />
                  {may && (
                    <div class="row">
                      <Button
                        size="small"
                        icon={<SendIcon />}
                        label={t("tell.button_of", { what: t(`change.${one.kind}`) })}
                        testId="tell-change"
                        onClick={() => onTell(one.id)}
                      >
                        {t("tell.button")}
                      </Button>
                      {one.undone_at === null && (
                        <Confirm
                          size="small"
                          question={t("change.undo_ask")}
                          confirm={t("change.undo")}
                          onConfirm={() => undo(one.id)}
                        >
                          {t("change.undo")}
                        </Confirm>
                      )}
                    </div>
                  )}
                </li>
              ))}
            </ol>
          </section>
        )
      }
    </Listed>
  );
}

function Line({ change }: { change: ChangeLine }) {
  const what = t("change.line", { what: t(`change.${change.kind}`), n: change.lessons.length });
  const rest = [change.reason, change.by, formatTime(change.at)].filter(Boolean).join(" · ");
  return (
    <span>
      <strong>{what}</strong>
      {change.undone_at !== null && <em> ({t("change.undone")})</em>}
      <span class="small muted grid-time">{rest}</span>
    </span>
  );
}
