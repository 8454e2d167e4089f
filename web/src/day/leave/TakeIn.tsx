/** A leave note taken in on a homeroom teacher's day page: the pupil is one of the own class. Loaded when it is opened. */

import type { Day } from "../../api/types";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { familiesOf } from "../../office/families/data";
import { Listed } from "../../office/frame/Listed";
import type { LeaveNote } from "../../office/leave/data";
import { type ChoiceProps, NoteDialog } from "../../office/leave/NoteDialog";
import { SelectField } from "../../ui/parts";
import "../../office/leave/leave.css";

export interface TakeInProps {
  token: string;
  classes: Day["homerooms"];
  onSaved: (note: LeaveNote) => void;
  onClose: () => void;
}

export function TakeIn({ token, classes, onSaved, onClose }: TakeInProps) {
  const choice = (props: ChoiceProps) => <ClassPupil token={token} classes={classes} {...props} />;
  return <NoteDialog choice={choice} token={token} onSaved={onSaved} onClose={onClose} />;
}

interface ClassPupilProps extends ChoiceProps {
  token: string;
  classes: Day["homerooms"];
}

function ClassPupil({ token, classes, chosen, error, onChoose }: ClassPupilProps) {
  const ids = classes.map(({ id }) => id);
  const loaded = useLoad(`pupils of ${ids.join(" ")}`, () =>
    Promise.all(ids.map((id) => familiesOf(id, token))),
  );
  return (
    <Listed from={loaded}>
      {(all) => (
        <SelectField
          label={t("leave.pupil")}
          value={chosen}
          error={error}
          options={[
            { value: "", text: t("new.choose") },
            ...all.flatMap(({ class_name: name, pupils }) =>
              pupils.map((one) => ({
                value: one.person,
                text: [`${one.stt}. ${one.name}`, all.length > 1 && name].filter(Boolean).join(" · "),
              })),
            ),
          ]}
          onValue={onChoose}
        />
      )}
    </Listed>
  );
}
