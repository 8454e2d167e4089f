/** Bell times by session; a day may have its own. A proposal fills a session, then times can be edited. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Card, Notice, SelectField, TextField } from "../../ui";
import { Listed } from "../frame/Listed";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { useUnsaved } from "../frame/unsaved";
import { type Bell, bells, proposeBells, SESSIONS, type Session, saveBells } from "./data";
import { dayName, plannedText, sessionName } from "./words";

export const FIRST_BELLS: Record<Session, string> = { sang: "07:00", chieu: "13:30", toi: "18:30" };

export function BellsTab({ writes }: { writes: boolean }) {
  const loaded = useLoad("plan bells", bells);
  return <Listed from={loaded}>{({ bells: all }) => <Bells all={all} writes={writes} />}</Listed>;
}

function Bells({ all, writes }: { all: Bell[]; writes: boolean }) {
  const [kept, setKept] = useState(all);
  const [edited, setEdited] = useState(all);
  const [done, setDone] = useState("");
  useUnsaved(edited !== kept);
  const saving = useSaving();
  const save = () =>
    saving.save(async () => {
      const { bells: now, planned } = await saveBells(edited);
      setKept(now);
      setEdited(now);
      setDone(plannedText(planned));
    });
  const groups = groupsOf(edited);
  const change = (before: Bell, after: Bell | null) =>
    setEdited(edited.flatMap((bell) => (bell !== before ? [bell] : after ? [after] : [])));
  return (
    <div class="stack">
      {groups.length === 0 && <Notice silent>{t("plan.no_bells")}</Notice>}
      {groups.map(({ session, weekday, bells: some }) => (
        <Card key={`${session} ${weekday}`} title={`${sessionName(session)} · ${dayName(weekday)}`}>
          <ul class="plan-bells">
            {some.map((bell) => (
              <BellLine key={bell.period} bell={bell} writes={writes} onChange={(to) => change(bell, to)} />
            ))}
          </ul>
        </Card>
      ))}
      {writes && (
        <>
          <Proposal onProposed={(some) => setEdited(replaced(edited, some))} />
          <Saved saving={saving}>{done}</Saved>
          <div>
            <Button kind="primary" busy={saving.busy} testId="bells-save" onClick={() => void save()}>
              {t("plan.save")}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

interface BellLineProps {
  bell: Bell;
  writes: boolean;
  onChange: (bell: Bell | null) => void;
}

function BellLine({ bell, writes, onChange }: BellLineProps) {
  const name = t("period.number", { number: bell.period });
  if (!writes)
    return (
      <li class="row numbers">
        {name}: {bell.start}–{bell.end}
      </li>
    );
  const time = (which: "start" | "end", label: string) => (
    <input
      class="control plan-time"
      type="time"
      aria-label={`${label}, ${name.toLowerCase()}`}
      value={bell[which]}
      onInput={(event) => onChange({ ...bell, [which]: event.currentTarget.value })}
    />
  );
  return (
    <li class="row">
      <strong class="plan-period">{name}</strong>
      {time("start", t("plan.bell_start"))}
      <span aria-hidden="true">–</span>
      {time("end", t("plan.bell_end"))}
      <Button size="small" kind="plain" label={t("plan.remove_of", { name })} onClick={() => onChange(null)}>
        {t("plan.remove")}
      </Button>
    </li>
  );
}

/** Minutes, and how many periods before the long break. */
const USUAL = { minutes: "45", periods: "5", pause: "5", long_after: "2", long_pause: "20" };
const NUMBERS = ["minutes", "periods", "pause", "long_after", "long_pause"] as const;

function Proposal({ onProposed }: { onProposed: (some: Bell[]) => void }) {
  const [session, setSession] = useState<Session>("sang");
  const [weekday, setWeekday] = useState("0");
  const [first, setFirst] = useState(FIRST_BELLS.sang);
  const [form, setForm] = useState(USUAL);
  const saving = useSaving();
  const submit = (event: Event) => {
    event.preventDefault();
    void saving.save(async () => {
      const { bells: some } = await proposeBells({ session, first, ...form });
      onProposed(some.map((bell) => ({ ...bell, weekday: Number(weekday) })));
    });
  };
  return (
    <Card title={t("plan.propose")}>
      <form class="stack" noValidate onSubmit={submit}>
        <p class="muted small">{t("plan.propose_hint")}</p>
        <div class="form-grid">
          <SelectField
            label={t("plan.session")}
            value={session}
            options={SESSIONS.map((value) => ({ value, text: sessionName(value) }))}
            onValue={(value) => {
              setSession(value as Session);
              setFirst(FIRST_BELLS[value as Session]);
            }}
          />
          <SelectField
            label={t("plan.weekday")}
            value={weekday}
            options={[0, 1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), text: dayName(day) }))}
            onValue={setWeekday}
          />
          <TextField label={t("plan.bell.first")} type="time" value={first} onValue={setFirst} />
          {NUMBERS.map((key) => (
            <TextField
              key={key}
              label={t(`plan.bell.${key}`)}
              inputMode="numeric"
              maxLength={3}
              value={form[key]}
              onValue={(value) => setForm({ ...form, [key]: value.replace(/\D/g, "") })}
            />
          ))}
        </div>
        {saving.failure !== null && <Saved saving={saving} />}
        <div>
          <Button type="submit" busy={saving.busy} testId="bells-propose">
            {t("plan.propose_do")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

export interface BellGroup {
  session: Session;
  weekday: number;
  bells: Bell[];
}

/** By session and weekday, in their order. */
export function groupsOf(all: readonly Bell[]): BellGroup[] {
  const found: BellGroup[] = [];
  for (const session of SESSIONS)
    for (let weekday = 0; weekday <= 7; weekday += 1) {
      const some = all.filter((bell) => bell.session === session && bell.weekday === weekday);
      some.sort((one, other) => one.period - other.period);
      if (some.length > 0) found.push({ session, weekday, bells: some });
    }
  return found;
}

/** With the proposed session and weekday in place of the one there was. */
export function replaced(all: readonly Bell[], some: readonly Bell[]): Bell[] {
  const [one] = some;
  if (!one) return [...all];
  return [...all.filter((bell) => bell.session !== one.session || bell.weekday !== one.weekday), ...some];
}
