/** What happened in the lesson and what is kept of it: interaction, channels, the recording. */

import type { LessonRecord } from "../generated/record";
import { t } from "../i18n";
import { formatClock, formatSpan, formatTime } from "../i18n/format";
import { Lines, Part, Rows } from "./Rows";
import { exactSpan, interruptions, spans } from "./show";

export function InteractionPart({ total }: { total: LessonRecord["interaction"]["total"] }) {
  const { floor_ms: length, declined: _, ...counts } = total;
  return (
    <Part title={t("record.part.interaction")}>
      <p>{t("record.total", { ...counts, time: formatClock(length / 1000) })}</p>
    </Part>
  );
}

const CHANNELS = ["audio", "video", "screen", "text"] as const;

export function ChannelsPart({ channels }: { channels: LessonRecord["channels"] }) {
  const faults = interruptions(channels.faults);
  return (
    <Part title={t("record.part.channels")}>
      <Rows
        rows={[
          ...CHANNELS.map(
            (one) =>
              [
                t(`record.channel.${one}`),
                channels[one].length > 0 ? spans(channels[one]).join("; ") : t("record.unused"),
              ] as const,
          ),
          [t("record.channel.faults"), <Lines key="all" all={faults} none={t("record.none")} />],
        ]}
      />
    </Part>
  );
}

export function RecordingPart({ record }: { record: LessonRecord }) {
  const { recording } = record;
  const { policy, recorded, consents } = recording;
  if (!policy) {
    return (
      <Part title={t("record.part.recording")}>
        <p>{t("record.rec.no")}</p>
      </Part>
    );
  }
  const lines = (all: readonly string[]) => <Lines key="all" all={all} none={t("record.none")} />;
  return (
    <Part title={t("record.part.recording")}>
      <Rows
        rows={[
          [
            t("record.rec.policy"),
            recorded
              ? t("record.rec.span", { span: formatSpan(recorded.from, recorded.to) })
              : t("record.rec.nothing"),
          ],
          [t("record.rec.notice"), notice(recording.notices)],
          [t("record.rec.consents"), t("record.rec.consents_of", consents)],
          [t("record.rec.changes"), lines(consentChanges(record))],
          [t("record.rec.pauses"), lines(recording.pauses.map(exactSpan))],
          [t("record.rec.lost"), lines([...recording.limits.map(limit), ...faults(record)])],
        ]}
      />
    </Part>
  );
}

function consentChanges({ attendance, people, recording }: LessonRecord): string[] {
  const staff = people.teacher ? [people.teacher, ...people.others] : people.others;
  const names = new Map([...staff, ...attendance.pupils].map(({ person, name }) => [person, name]));
  return recording.consent_changes.map(({ at, person, given }) => {
    const values = { time: formatTime(at, true), name: names.get(person) ?? person };
    return t(given ? "record.rec.change.given" : "record.rec.change.taken", values);
  });
}

function notice(all: LessonRecord["recording"]["notices"]): string {
  if (all.length === 0) return t("record.rec.notice_none");
  const first = Math.min(...all.map(({ at }) => at));
  return t("record.rec.notice_of", { n: all.length, time: formatTime(first, true) });
}

/** When the part that takes sound and pictures in was away while the recording ran. */
function faults({ recording, time }: LessonRecord): string[] {
  const { recorded } = recording;
  if (!recorded) return [];
  const away = time.interruptions.filter(({ part }) => part === "media");
  return interruptions(away.filter(({ from, to }) => from < recorded.to && recorded.from < to));
}

function limit({ at, to, reason }: LessonRecord["recording"]["limits"][number]): string {
  const what = t(`record.rec.limit.${to}`, { time: formatTime(at, true) });
  return reason === "disk" || reason === "fault" ? `${what} (${t(`record.rec.limit_why.${reason}`)})` : what;
}
