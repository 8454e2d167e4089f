/** The end of the document: the teacher's words, who changed what, what proves it, places to sign. */

import type { LessonRecord } from "../generated/record";
import { t } from "../i18n";
import { fullName } from "../i18n/names";
import { Part, Rows } from "./Rows";
import { moment } from "./show";
import type { Version } from "./versions";

export function EvaluationPart({ evaluation }: { evaluation: LessonRecord["evaluation"] }) {
  const { by, at } = evaluation;
  const text = (words: string) => <span class="written">{words || t("record.empty")}</span>;
  return (
    <Part title={t("record.part.evaluation")}>
      <Rows
        rows={[
          [t("record.title_taught"), text(evaluation.title)],
          [t("record.remark"), text(evaluation.remark)],
          [t("record.homework"), text(evaluation.homework)],
          [
            t("record.written"),
            by && at !== undefined && t("record.written_by", { name: by.name, time: moment(at) }),
          ],
        ]}
      />
    </Part>
  );
}

export function VersionsPart({ versions }: { versions: readonly Version[] }) {
  return (
    <Part title={t("record.part.versions")}>
      <table class="grid versions">
        <thead>
          <tr>
            <th scope="col">{t("record.versions.n")}</th>
            <th scope="col">{t("record.versions.at")}</th>
            <th scope="col">{t("record.versions.by")}</th>
            <th scope="col">{t("record.versions.why")}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((one) => (
            <tr key={one.version}>
              <td>{one.version}</td>
              <td>{moment(one.made_at)}</td>
              <td>{one.by?.name ?? t("record.versions.server")}</td>
              <td>{one.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

export function IntegrityPart({ record }: { record: LessonRecord }) {
  const { identity, integrity, schema } = record;
  return (
    <Part title={t("record.part.integrity")}>
      <Rows
        rows={[
          [t("record.id"), <code key="id">{identity.id}</code>],
          [t("record.chain"), t("record.chain_at", { chain: integrity.chain, position: integrity.position })],
          [t("record.hash"), <code key="hash">{integrity.hash}</code>],
          [t("record.previous"), <code key="previous">{integrity.previous}</code>],
          [t("record.software"), t("record.software_of", { software: identity.software, schema })],
        ]}
      />
    </Part>
  );
}

export function Signatures({ record }: { record: LessonRecord }) {
  const { teacher } = record.people;
  return (
    <div class="signatures">
      <div>
        <p class="sign-date" />
        <p class="sign-who">{t("record.teacher")}</p>
        <p class="note">{t("record.sign")}</p>
        <p class="sign-name">{teacher && fullName({ name: teacher.name, title: null })}</p>
      </div>
      <div>
        <p class="sign-date">{t("record.sign.date")}</p>
        <p class="sign-who">{t("record.sign.head")}</p>
        <p class="note">{t("record.sign")}</p>
        <p class="sign-name" />
      </div>
    </div>
  );
}
