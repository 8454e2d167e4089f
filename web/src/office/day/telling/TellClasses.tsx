/** Whose day a change made another one, and "Báo cho lớp": a ready-made text, edited and sent as a notice to each class. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { calledName } from "../../../i18n/names";
import { Button, Card, Notice, SendIcon, Switch } from "../../../ui";
import { Listed } from "../../frame/Listed";
import { Saved } from "../../frame/Saved";
import { useUnsaved } from "../../frame/unsaved";
import { CopyMessage } from "../../notices/CopyMessage";
import { messageOf as pasted, sent } from "../../notices/data";
import { WordsFields } from "../../notices/WordsFields";
import { type GridClass, type ToldChange, toldChange } from "../data";
import { messageOf } from "./message";
import { useTelling } from "./useTelling";

export interface TellClassesProps {
  /** The change's number. */
  id: number;
  /** Every class of the school. */
  all: readonly GridClass[];
  /** The text is open. */
  open: boolean;
  onOpen: () => void;
  onClose: () => void;
}

export function TellClasses({ id, all, open, onOpen, onClose }: TellClassesProps) {
  const loaded = useLoad(`told ${id}`, () => toldChange(id));
  return (
    <Listed from={loaded}>
      {(told) => (
        <Card
          title={t(told.undone ? "tell.undone_of" : "tell.button_of", { what: t(`change.${told.kind}`) })}
        >
          <Whose told={told} />
          {open && told.classes.length > 0 ? (
            <Form told={told} all={all} onClose={onClose} />
          ) : (
            <div class="row">
              {told.classes.length > 0 && (
                <Button kind="primary" icon={<SendIcon />} testId="tell-classes" onClick={onOpen}>
                  {t("tell.button")}
                </Button>
              )}
              <Button onClick={onClose}>{t("common.close")}</Button>
            </div>
          )}
        </Card>
      )}
    </Listed>
  );
}

const codesOf = (classes: readonly GridClass[]) => classes.map(({ code }) => code).join(", ");

function Whose({ told: { classes, teachers } }: { told: ToldChange }) {
  return (
    <div data-testid="told-whose">
      <p>{t("tell.classes", { classes: codesOf(classes) })}</p>
      {teachers.length > 0 && <p>{t("tell.teachers", { teachers: teachers.map(calledName).join(", ") })}</p>}
    </div>
  );
}

interface FormProps {
  told: ToldChange;
  all: readonly GridClass[];
  onClose: () => void;
}

function Form({ told, all, onClose }: FormProps) {
  const [prepared] = useState(() => messageOf(told));
  const [note, setNote] = useState(prepared);
  const [email, setEmail] = useState(false);
  const mail = useLoad("notices", sent);
  const { saving, done, left, whole, submit } = useTelling(told, all);
  useUnsaved(left > 0 && note !== prepared);
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>("input")?.focus(), []);
  useEffect(() => {
    // Its button can be pressed no more.
    if (left === 0) box.current?.querySelector<HTMLElement>("[data-testid=tell-close]")?.focus();
  }, [left]);
  const tell = (event: Event) => {
    event.preventDefault();
    void submit({ ...note, link: "", person: null, email });
  };
  const sendable = note.title.trim() !== "" && note.text.trim() !== "";
  return (
    <form ref={box} class="stack" noValidate onSubmit={tell}>
      <p class="muted small">{t("tell.teachers_hint")}</p>
      <WordsFields
        value={note}
        rows={Math.min(12, 3 + told.lines.length)}
        testId="tell-text"
        onChange={(part) => setNote({ ...note, ...part })}
      />
      {mail.value?.mail && <Switch on={email} label={t("notices.mail")} onChange={setEmail} />}
      {saving.failure !== null && done.length > 0 && (
        <Notice>{t("tell.sent_some", { classes: codesOf(done) })}</Notice>
      )}
      <Saved saving={saving}>{whole ? t("tell.sent_all") : t("tell.sent", { classes: codesOf(done) })}</Saved>
      <div class="row">
        <Button
          type="submit"
          kind="primary"
          icon={<SendIcon />}
          busy={saving.busy}
          disabled={!sendable || left === 0}
          testId="tell-send"
        >
          {whole ? t("tell.send_all") : t("tell.send", { n: left || told.classes.length })}
        </Button>
        {sendable && <CopyMessage text={pasted({ ...note, link: "" }, location.origin)} name={note.title} />}
        <Button testId="tell-close" onClick={onClose}>
          {t("common.close")}
        </Button>
      </div>
    </form>
  );
}
