/** A pupil found by words of the name. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { SelectField, TextField } from "../../ui";
import { classes } from "../data";
import { Listed } from "../frame/Listed";
import { find } from "../people/data";
import type { ChoiceProps } from "./NoteDialog";

const SHORTEST = 2;

export function PupilSearch({ chosen, error, onChoose }: ChoiceProps) {
  const [words, setWords] = useState("");
  const asked = words.trim().length >= SHORTEST ? words.trim() : "";
  const loaded = useLoad(`pupils ${asked}`, async () => {
    if (!asked) return { people: [], codes: new Map<string, string>() };
    const [found, all] = await Promise.all([
      find({ kind: "student", classId: "", words: asked, left: false }),
      classes(),
    ]);
    return { people: found.people, codes: new Map(all.map(({ id, code }) => [id, code])) };
  });
  const look = (next: string) => {
    setWords(next);
    onChoose("");
  };
  return (
    <>
      <TextField
        label={t("leave.search")}
        type="search"
        value={words}
        maxLength={100}
        hint={t("leave.type")}
        error={asked ? undefined : error}
        onValue={look}
      />
      {asked && (
        <Listed from={loaded}>
          {({ people, codes }) => (
            <SelectField
              label={t("leave.pupil")}
              value={chosen}
              error={error}
              hint={t("leave.found", { n: people.length })}
              options={[
                { value: "", text: t("new.choose") },
                ...people.map(({ id, full_name: name, class_id: of, stt }) => ({
                  value: id,
                  text: [name, codes.get(of ?? ""), stt && `STT ${stt}`].filter(Boolean).join(" · "),
                })),
              ]}
              onValue={onChoose}
            />
          )}
        </Listed>
      )}
    </>
  );
}
