/** The fields of a person, for entering and for changing. */
import { t } from "../../../i18n";
import { SelectField, TextField } from "../../../ui";
import type { Fields, Kind, Person, Register } from "../data";
import type { Act } from "../useAct";

/** Everything as a form holds it. */
export interface Draft {
  full_name: string;
  given_name: string;
  called: string;
  birth_date: string;
  sex: string;
  title: string;
  email: string;
  department_id: string;
}

export const EMPTY: Draft = {
  full_name: "",
  given_name: "",
  called: "",
  birth_date: "",
  sex: "",
  title: "",
  email: "",
  department_id: "",
};

export function draftOf(one: Person): Draft {
  return {
    full_name: one.full_name,
    given_name: one.given_name,
    called: one.called ?? "",
    birth_date: one.birth_date ?? "",
    sex: one.sex ?? "",
    title: one.title ?? "",
    email: one.email ?? "",
    department_id: one.department_id ?? "",
  };
}

/** What the draft changes of what was; of a new person everything that was filled in. */
export function fieldsOf(draft: Draft, before: Draft, kind: Kind): Fields {
  const shared: (keyof Draft)[] = ["full_name", "given_name", "birth_date", "sex"];
  const own: (keyof Draft)[] = kind === "student" ? ["called"] : ["title", "email", "department_id"];
  const changed = [...shared, ...own].filter((name) => draft[name] !== before[name]);
  const empty = (name: keyof Draft) => (name === "birth_date" || name === "department_id" ? null : "");
  return Object.fromEntries(changed.map((name) => [name, draft[name] || empty(name)]));
}

export interface PersonFieldsProps {
  kind: Kind;
  draft: Draft;
  all: Register;
  act: Act;
  onDraft: (draft: Draft) => void;
}

export function PersonFields({ kind, draft, all, act, onDraft }: PersonFieldsProps) {
  const set = (part: Partial<Draft>) => onDraft({ ...draft, ...part });
  return (
    <div class="register-fields">
      <TextField
        label={t("register.full_name")}
        value={draft.full_name}
        error={act.wrong("full_name")}
        required
        maxLength={100}
        onValue={(full_name) => set({ full_name })}
      />
      <TextField
        label={t("register.given_name")}
        value={draft.given_name}
        error={act.wrong("given_name")}
        maxLength={100}
        onValue={(given_name) => set({ given_name })}
      />
      <TextField
        label={t("register.birth")}
        type="date"
        value={draft.birth_date}
        error={act.wrong("birth_date")}
        onValue={(birth_date) => set({ birth_date })}
      />
      <SelectField
        label={t("register.sex")}
        value={draft.sex}
        options={(["", "nam", "nữ"] as const).map((sex) => ({ value: sex, text: t(`register.sex.${sex}`) }))}
        onValue={(sex) => set({ sex })}
      />
      {kind === "student" ? (
        <TextField
          label={t("register.called")}
          hint={t("register.called_hint")}
          value={draft.called}
          error={act.wrong("called")}
          maxLength={40}
          onValue={(called) => set({ called })}
        />
      ) : (
        <StaffFields draft={draft} all={all} act={act} set={set} />
      )}
    </div>
  );
}

type StaffFieldsProps = Pick<PersonFieldsProps, "draft" | "all" | "act"> & {
  set: (part: Partial<Draft>) => void;
};

function StaffFields({ draft, all, act, set }: StaffFieldsProps) {
  return (
    <>
      <TextField
        label={t("register.form_of_address")}
        value={draft.title}
        error={act.wrong("title")}
        maxLength={40}
        onValue={(title) => set({ title })}
      />
      <TextField
        label={t("register.email")}
        value={draft.email}
        error={act.wrong("email")}
        maxLength={254}
        onValue={(email) => set({ email })}
      />
      <SelectField
        label={t("register.department")}
        value={draft.department_id}
        options={[
          { value: "", text: t("register.none") },
          ...all.departments.map(({ id, name }) => ({ value: id, text: name })),
        ]}
        onValue={(department_id) => set({ department_id })}
      />
    </>
  );
}
