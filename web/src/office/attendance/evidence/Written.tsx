/** What people wrote about a cell, and the leave notes of its day. */
import { t } from "../../../i18n";
import { formatDate, formatTime } from "../../../i18n/format";
import type { LeaveNote } from "../../leave/data";
import { daysText, statusText } from "../../leave/show";
import type { Mark, Word } from "../data";

export function Notes({ all }: { all: readonly LeaveNote[] }) {
  if (all.length === 0) return null;
  return (
    <section class="stack">
      <h3>{t("proof.leave")}</h3>
      <ul class="words">
        {all.map((note) => (
          <li key={note.id}>
            <strong>{statusText(note)}</strong>
            <span>
              {daysText(note)}: <bdi>{note.reason}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Written({ all }: { all: readonly Word[] }) {
  return (
    <section class="stack">
      <h3>{t("proof.written")}</h3>
      {all.length === 0 ? (
        <p class="muted">{t("proof.nothing_written")}</p>
      ) : (
        <ol class="words">
          {all.map(({ mark, why, by, at }) => (
            <li key={`${at} ${mark} ${why}`}>
              <strong>{markText(mark)}</strong>
              <bdi>{why}</bdi>
              <span class="small muted">
                {t("proof.wrote", {
                  name: by || t("proof.program"),
                  time: `${formatTime(at)} ${formatDate(at)}`,
                })}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

export const markText = (mark: Mark) => t(mark === "" ? "proof.took_back" : `mark.${mark}`);
