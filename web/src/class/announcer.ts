// What a screen reader is told. Three live regions: `polite` waits its turn, `urgent` interrupts, `chat` gathers lines,
// so that a class that writes all at once does not talk over its teacher.

import { signal } from "@preact/signals";
import type { Light, Me, PersonalEvent, View } from "../generated/messages";
import { t } from "../i18n";
import { capital, titled } from "../lib/lesson/names";
import { leads, lockOf } from "../lib/lesson/rights";
import { teacher } from "./selectors";

type Name = (person: string) => string;

/** Lines of chat are gathered for so long (ms) before they are said. */
const GATHER = 2000;
/** So many are read out; of more only how many. */
const READ_OUT = 2;

export class Announcer {
  readonly polite = signal("");
  readonly urgent = signal("");
  readonly chat = signal("");
  private readonly places = new Map<string, number>();
  private recording: View["lesson"]["recording"];
  private lockedBy: "quiet" | "teacher_lost" | null = null;
  private light: Light = "good";
  private lines: { name: string; text: string }[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  event(event: PersonalEvent, view: View, here: readonly Me[], name: Name): void {
    const [me] = here;
    if (!me) return;
    if (leads(me.role)) this.forTeacher(event, view, name);
    else this.forPupils(view, here);
    if (event.type === "lesson_started") this.polite.value = t("class.said.started");
    if (event.type === "lesson_ended") this.urgent.value = t("class.ended.title");
    this.recorded(view, event.type === "lesson_started" ? `${t("class.said.started")}. ` : "");
    this.lock(view, me);
  }

  /** The first view, or one after an absence. */
  arrived(view: View, me: Me): void {
    this.recorded(view);
    this.lock(view, me);
  }

  /** Says once whether the lesson is recorded: when one comes in, and whenever it changes. `first` goes before it. */
  private recorded(view: View, first = ""): void {
    const { recording } = view.lesson;
    if (recording && recording !== this.recording) {
      this.polite.value = first + t(`class.recording.${recording}`);
    }
    this.recording = recording;
  }

  silenced(): void {
    this.urgent.value = t("class.silenced");
  }

  muted(): void {
    this.urgent.value = t("class.muted");
  }

  /** The teacher locked the mics while ours was on. */
  locked(): void {
    this.urgent.value = t("class.lock.mic");
  }

  told(): void {
    this.polite.value = t("class.unclear.told");
  }

  admitted(): void {
    this.urgent.value = t("class.door.in");
  }

  echo(name: string): void {
    this.urgent.value = t("class.said.echo", { name });
  }

  unplayable(codec: string): void {
    this.polite.value = t("class.unplayable", { codec });
  }

  /** One's own line: said when it gets worse, and when it is well again. */
  line(light: Light): void {
    if (light !== this.light) this.polite.value = t(`class.line.${light}`);
    this.light = light;
  }

  /** Somebody else wrote: said with what else comes in the next moment. */
  wrote(name: string, text: string): void {
    this.lines.push({ name, text });
    this.timer ??= setTimeout(() => this.readOut(), GATHER);
  }

  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.lines = [];
  }

  private readOut(): void {
    const { lines } = this;
    const [last] = lines.slice(-1);
    this.close();
    if (!last) return;
    this.chat.value =
      lines.length > READ_OUT
        ? t("class.said.lines", { count: lines.length, name: last.name })
        : lines.map((line) => t("class.said.line", line)).join(". ");
  }

  /** Order in class, or a teacher who is away: interrupts, for everything one may do has just changed. */
  private lock(view: View, me: Me): void {
    const now = lockOf(view, me);
    if (now === this.lockedBy) return;
    const called = capital(titled(teacher(view)) ?? t("class.teacher"));
    if (now === "quiet") this.urgent.value = t("class.quiet");
    else if (now === "teacher_lost") this.urgent.value = t("class.lost", { Teacher: called });
    else if (this.lockedBy === "quiet") this.polite.value = t("class.quiet.over");
    else this.polite.value = t("class.lost.back", { Teacher: called });
    this.lockedBy = now;
  }

  private forTeacher(event: PersonalEvent, view: View, name: Name): void {
    if (event.type === "hand_raised") {
      const place = view.hands[event.person]?.place ?? 1;
      this.polite.value = t("class.said.hand", { name: name(event.person), place });
    }
    if (event.type === "hand_lowered" && event.by === null && view.lowered?.[event.person]) {
      this.polite.value = t("teach.lowered.said", { name: name(event.person) });
    }
    if (event.type === "knocked") this.polite.value = t("teach.door.said", { name: event.name });
    if (event.type === "unclear") this.polite.value = t("teach.unclear.said", { name: name(event.person) });
    if (event.type === "floor_accepted") {
      this.urgent.value = t("class.said.accepted", { name: name(event.person) });
    }
    if (event.type === "floor_declined") {
      this.polite.value = t("class.said.declined", { name: name(event.person) });
    }
  }

  private forPupils(view: View, here: readonly Me[]): void {
    for (const { person, name } of here) {
      const place = view.hands[person]?.place ?? 0;
      if (place !== 0 && place !== (this.places.get(person) ?? 0)) {
        this.polite.value =
          here.length > 1 ? t("class.said.place", { name, place }) : t("class.hand.place", { place });
      }
      this.places.set(person, place);
    }
  }
}
