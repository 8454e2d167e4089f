/** The record as a document, the same on the screen and on A4. Text of people is only ever text. */

import type { LessonRecord } from "../generated/record";
import { ChannelsPart, InteractionPart, RecordingPart } from "./Evidence";
import { EvaluationPart, IntegrityPart, Signatures, VersionsPart } from "./Foot";
import { Head, SlotPart, TimePart } from "./Head";
import { AttendancePart, PeoplePart } from "./People";
import type { Version } from "./versions";

export interface DocumentProps {
  record: LessonRecord;
  versions: readonly Version[];
}

export function Document({ record, versions }: DocumentProps) {
  return (
    <article class="sheet-paper" data-testid="record-page">
      <Head record={record} />
      <SlotPart record={record} />
      <PeoplePart people={record.people} />
      <TimePart record={record} />
      <AttendancePart record={record} />
      <InteractionPart total={record.interaction.total} />
      <ChannelsPart channels={record.channels} />
      <RecordingPart record={record} />
      <EvaluationPart evaluation={record.evaluation} />
      {versions.length > 0 && <VersionsPart versions={versions} />}
      <IntegrityPart record={record} />
      <Signatures record={record} />
    </article>
  );
}
