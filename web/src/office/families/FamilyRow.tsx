/** A pupil's line: the answer, the rules, the link. */
import { t } from "../../i18n";
import { formatDate } from "../../i18n/format";
import { Button, EditIcon } from "../../ui";
import type { FamilyLine } from "./data";

interface FamilyRowProps {
  of: FamilyLine;
  ticked: boolean;
  /** Null: nothing may be made here. */
  onTick: (() => void) | null;
  onSlip: () => void;
}

export function FamilyRow({ of, ticked, onTick, onSlip }: FamilyRowProps) {
  return (
    <li data-consent={of.consent}>
      {onTick ? (
        <label class="family-who">
          <input type="checkbox" checked={ticked} onChange={onTick} />
          <span class="numbers muted">{of.stt}</span>
          <span>{of.name}</span>
        </label>
      ) : (
        <p class="family-who">
          <span class="numbers muted">{of.stt}</span>
          <span>{of.name}</span>
        </p>
      )}
      <p class="small family-state">
        <strong>{answerOf(of)}</strong>
        <span class="muted"> · {moreOf(of)}</span>
      </p>
      <Button
        size="small"
        icon={<EditIcon />}
        label={t("families.slip_of", { name: of.name })}
        testId="family-slip"
        onClick={onSlip}
      >
        {t("families.slip")}
      </Button>
    </li>
  );
}

function answerOf({ consent, answered_at, answered_by }: FamilyLine): string {
  const answer = t(`consent.${consent}`);
  if (answered_at === null || answered_by === null) return answer;
  return t("families.answered", { answer, by: t(`family.by_${answered_by}`), day: formatDate(answered_at) });
}

function moreOf({ rules, link_until, opened_at, email }: FamilyLine): string {
  const link =
    link_until !== null
      ? t("families.link_out", { day: formatDate(link_until) })
      : opened_at !== null
        ? t("families.link_opened", { day: formatDate(opened_at) })
        : t("families.link_none");
  return [
    ...rules.map((by) => t(`families.rules_${by}`)),
    link,
    ...(email ? [t("families.email")] : []),
  ].join(" · ");
}
