/** A notice is written: to the school, a class or a pupil; by e-mail, too, where the school has it. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, focusFirstInvalid, Notice, SelectField, SendIcon, Switch, TextField } from "../../ui";
import { type SchoolClass, studentsOf } from "../data";
import { Listed } from "../frame/Listed";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { CopyMessage } from "./CopyMessage";
import { messageOf, type NewNotice, send } from "./data";
import { WordsFields } from "./WordsFields";

interface NoticeFormProps {
  /** Within reach. */
  classes: readonly SchoolClass[];
  /** The whole school may be written to. */
  whole: boolean;
  mail: boolean;
  onSent: () => void;
}

export function NoticeForm({ classes, whole, mail, onSent }: NoticeFormProps) {
  const empty: NewNotice = {
    title: "",
    text: "",
    link: "",
    class: whole ? null : (classes[0]?.id ?? null),
    person: null,
    email: false,
  };
  const [note, setNote] = useState(empty);
  const [tried, setTried] = useState(false);
  const [mails, setMails] = useState(0);
  const saving = useSaving();
  const set = (part: Partial<NewNotice>) => setNote({ ...note, ...part });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!note.title.trim() || !note.text.trim()) return focusFirstInvalid(event.currentTarget);
    const kept = await saving.save(async () => setMails((await send(note)).mails));
    if (!kept) return;
    setTried(false);
    setNote(empty);
    onSent();
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <To note={note} classes={classes} whole={whole} onChange={set} />
      <WordsFields value={note} rows={5} tried={tried} testId="notice-text" onChange={set} />
      <TextField
        label={t("notices.link")}
        value={note.link}
        maxLength={500}
        onValue={(link) => set({ link: link.trim() })}
      />
      {mail ? (
        <Switch on={note.email} label={t("notices.mail")} onChange={(email) => set({ email })} />
      ) : (
        <Notice silent>{t("notices.no_mail")}</Notice>
      )}
      <Saved saving={saving}>{t("notices.sent", { n: mails })}</Saved>
      <div class="row">
        <Button type="submit" kind="primary" icon={<SendIcon />} busy={saving.busy} testId="notice-send">
          {t("notices.send")}
        </Button>
        {note.text.trim() && <CopyMessage text={messageOf(note, location.origin)} name={note.title} />}
      </div>
    </form>
  );
}

interface ToProps extends Pick<NoticeFormProps, "classes" | "whole"> {
  note: NewNotice;
  onChange: (part: Partial<NewNotice>) => void;
}

function To({ note, classes, whole, onChange }: ToProps) {
  const options = classes.map(({ id, code }) => ({ value: id, text: t("notices.class", { name: code }) }));
  return (
    <>
      <SelectField
        label={t("notices.to")}
        value={note.class ?? ""}
        options={whole ? [{ value: "", text: t("notices.whole") }, ...options] : options}
        onValue={(id) => onChange({ class: id || null, person: null })}
      />
      {note.class !== null && (
        <Pupils
          key={note.class}
          id={note.class}
          value={note.person}
          onValue={(person) => onChange({ person })}
        />
      )}
    </>
  );
}

interface PupilsProps {
  id: string;
  value: string | null;
  onValue: (person: string | null) => void;
}

function Pupils({ id, value, onValue }: PupilsProps) {
  const loaded = useLoad(`pupils ${id}`, () => studentsOf(id));
  return (
    <Listed from={loaded}>
      {(pupils) => (
        <SelectField
          label={t("notices.pupil")}
          value={value ?? ""}
          options={[
            { value: "", text: t("notices.pupil_all") },
            ...pupils.map(({ id: person, stt, name }) => ({
              value: person,
              text: stt === null ? name : `${stt}. ${name}`,
            })),
          ]}
          onValue={(person) => onValue(person || null)}
        />
      )}
    </Listed>
  );
}
