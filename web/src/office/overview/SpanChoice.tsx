/** This week, month or semester, or chosen days. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { dateOf } from "../../i18n/format";
import { Button, TextField } from "../../ui";
import { schoolYears } from "./data";
import { monthOf, type Span, semesterOf, weekOf } from "./sums";

interface SpanChoiceProps {
  span: Span;
  onSpan: (span: Span) => void;
}

export function SpanChoice({ span, onSpan }: SpanChoiceProps) {
  const years = useLoad("years", schoolYears);
  const [choosing, setChoosing] = useState(false);
  const today = dateOf(Date.now());
  const choices = [
    { text: t("overview.week"), days: weekOf(today) },
    { text: t("overview.month"), days: monthOf(today) },
    { text: t("overview.semester"), days: semesterOf(today, years.value ?? []) },
  ];
  const isNow = (days: Span) => !choosing && days.first === span.first && days.last === span.last;
  return (
    <div class="stack">
      <fieldset class="row">
        <legend class="said">{t("overview.span")}</legend>
        {choices.map(
          ({ text, days }) =>
            days && (
              <Button
                key={text}
                pressed={isNow(days)}
                onClick={() => {
                  setChoosing(false);
                  onSpan(days);
                }}
              >
                {text}
              </Button>
            ),
        )}
        <Button pressed={choosing} testId="overview-days" onClick={() => setChoosing(true)}>
          {t("overview.days")}
        </Button>
      </fieldset>
      {choosing && <Days span={span} onSpan={onSpan} />}
    </div>
  );
}

/** Both days; one before the other goes along with it. */
function Days({ span, onSpan }: SpanChoiceProps) {
  const from = (first: string) => first && onSpan({ first, last: span.last < first ? first : span.last });
  const to = (last: string) => last && onSpan({ first: last < span.first ? last : span.first, last });
  return (
    <div class="form-times overview-days">
      <TextField label={t("overview.from")} type="date" value={span.first} onValue={from} />
      <TextField label={t("overview.to")} type="date" value={span.last} onValue={to} />
    </div>
  );
}
