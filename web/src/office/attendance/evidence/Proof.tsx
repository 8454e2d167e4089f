/** What the system found: the times, the connections, the gaps and whose fault they may be. */
import type { ComponentChildren } from "preact";
import { isKey, type PlainKey, t } from "../../../i18n";
import { formatClock, formatTime } from "../../../i18n/format";
import { ClockIcon, DoneIcon, Lamp, type LampTone, Notice, QuestionIcon } from "../../../ui";
import type { Attender, Interval } from "../../data";
import type { Evidence } from "../data";
import { gapsOf } from "../show";

export const STATE_TONES: Record<Attender["state"], LampTone> = {
  present: "good",
  late: "warn",
  absent_unknown: "bad",
};
export const STATE_ICONS = { present: DoneIcon, late: ClockIcon, absent_unknown: QuestionIcon };

export function Proof({ evidence: { found, outages } }: { evidence: Evidence }) {
  return (
    <section class="stack">
      <h3>{t("proof.system")}</h3>
      {found === null ? <Notice silent>{t("proof.not_listed")}</Notice> : <Found found={found} />}
      {outages.length > 0 && (
        <dl class="proof">
          <Part name={t("proof.outages")}>
            {outages.map(({ part, from, to }) => (
              <li key={`${part} ${from}`}>
                {exact(from, to)}: {partText(part)}
              </li>
            ))}
          </Part>
        </dl>
      )}
    </section>
  );
}

function Found({ found }: { found: Attender }) {
  const Icon = STATE_ICONS[found.state];
  const { first_joined: first, last_seen: last, intervals } = found;
  const gaps = gapsOf(found);
  return (
    <>
      <div>
        <Lamp tone={STATE_TONES[found.state]} icon={<Icon size="1em" />}>
          {t(`attendance.${found.state}`)}
        </Lamp>
      </div>
      {first === null && intervals.length === 0 && <p class="muted">{t("roll.never")}</p>}
      {first !== null && intervals.length === 0 && !found.at_school && <p class="muted">{t("proof.gone")}</p>}
      <dl class="proof numbers">
        <Fact name={t("roll.minutes")}>{t("roll.n_minutes", { n: Math.floor(found.minutes) })}</Fact>
        {first && <Fact name={t("proof.first")}>{formatTime(first, true)}</Fact>}
        {last && <Fact name={t("proof.last")}>{formatTime(last, true)}</Fact>}
        {found.late_minutes > 0 && (
          <Fact name={t("proof.late")}>{t("roll.n_minutes", { n: Math.floor(found.late_minutes) })}</Fact>
        )}
        {found.left_early_minutes >= 1 && (
          <Fact name={t("proof.early")}>
            {t("roll.n_minutes", { n: Math.floor(found.left_early_minutes) })}
          </Fact>
        )}
        <Times name={t("roll.raw")} all={intervals} />
        <Times name={t("roll.counted")} all={found.bridged} />
        {found.at_school && <Times name={t("proof.at_school")} all={found.school} always />}
        <Times name={t("proof.door")} all={found.door} />
        {gaps.length > 0 && (
          <Part name={t("proof.gaps")}>
            {gaps.map(({ from, to, counted }) => (
              <li key={from}>
                {exact(from, to)}: {t(counted ? "proof.gap_counted" : "proof.gap_open")}
              </li>
            ))}
          </Part>
        )}
      </dl>
      {gaps.length > 0 && <p class="small muted">{t("proof.gaps_hint")}</p>}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Part({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <Fact name={name}>
      <ul>{children}</ul>
    </Fact>
  );
}

/** `always`: the fact stands though no times are kept of it. */
function Times({ name, all, always = false }: { name: string; all: readonly Interval[]; always?: boolean }) {
  if (all.length === 0) return always ? <Fact name={name}>✓</Fact> : null;
  return (
    <Part name={name}>
      {all.map(({ from, to }) => (
        <li key={from}>
          {formatTime(from, true)}–{to === null ? ` ${t("roll.until_now")}` : formatTime(to, true)}
        </li>
      ))}
    </Part>
  );
}

/** "09:41:07–09:42:31 (1:24)". */
function exact(from: string | number, to: string | number): string {
  const seconds = (new Date(to).getTime() - new Date(from).getTime()) / 1000;
  return `${formatTime(from, true)}–${formatTime(to, true)} (${formatClock(seconds)})`;
}

function partText(part: string): string {
  const key = `record.part_of.${part}`;
  return isKey(key) ? t(key as PlainKey) : part;
}
