// What a screen reader is told. Three live regions: `polite` waits its turn, `urgent` interrupts, `chat` gathers lines,
// so that a class that writes all at once does not talk over its teacher.

import { type Signal, signal } from "@preact/signals";
import type { Light, Me, PersonalEvent, View } from "../generated/messages";
import { t } from "../i18n";
import { capital, titled } from "../lib/lesson/names";
import { leads, lockOf } from "../lib/lesson/rights";
import { teacher } from "./selectors";

type Name = (person: string) => string;

/** Lines of chat, and hands that go up, are gathered for so long (ms) before they are said. */
const GATHER = { chat: 2000, hands: 1000 } as const;
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
  private readonly lines = new Gathered<{ name: string; text: string }>(GATHER.chat, (lines, last) => {
    const all = lines.map((line) => t("class.said.line", line)).join(". ");
    const many = lines.length > READ_OUT;
    say(this.chat, many ? t("class.said.lines", { count: lines.length, name: last.name }) : all);
  });
  private readonly hands = new Gathered<{ name: string; place: number }>(GATHER.hands, (hands, last) => {
    const all = hands.map((hand) => t("class.said.hand", hand)).join(". ");
    const many = hands.length > READ_OUT;
    say(this.polite, many ? t("class.said.hands", { count: hands.length, name: last.name }) : all);
  });

  event(event: PersonalEvent, view: View, here: readonly Me[], name: Name): void {
    const [me] = here;
    if (!me) return;
    if (leads(me.role)) this.forTeacher(event, view, name);
    else this.forPupils(view, here);
    if (event.type === "lesson_started") say(this.polite, t("class.said.started"));
    if (event.type === "lesson_ended") say(this.urgent, t("class.ended.title"));
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
      say(this.polite, first + t(`class.recording.${recording}`));
    }
    this.recording = recording;
  }

  silenced(): void {
    say(this.urgent, t("class.silenced"));
  }

  muted(): void {
    say(this.urgent, t("class.muted"));
  }

  /** The teacher locked the mics while ours was on. */
  locked(): void {
    say(this.urgent, t("class.lock.mic"));
  }

  told(): void {
    say(this.polite, t("class.unclear.told"));
  }

  admitted(): void {
    say(this.urgent, t("class.door.in"));
  }

  echo(name: string): void {
    say(this.urgent, t("class.said.echo", { name }));
  }

  unplayable(codec: string): void {
    say(this.polite, t("class.unplayable", { codec }));
  }

  /** One's own line: said when it gets worse, and when it is well again. */
  line(light: Light): void {
    if (light !== this.light) say(this.polite, t(`class.line.${light}`));
    this.light = light;
  }

  /** Somebody else wrote: said with what else comes in the next moment. */
  wrote(name: string, text: string): void {
    this.lines.add({ name, text });
  }

  close(): void {
    this.lines.clear();
    this.hands.clear();
  }

  /** Order in class, or a teacher who is away: interrupts, for everything one may do has just changed. */
  private lock(view: View, me: Me): void {
    const now = lockOf(view, me);
    if (now === this.lockedBy) return;
    const called = capital(titled(teacher(view)) ?? t("class.teacher"));
    if (now === "quiet") say(this.urgent, t("class.quiet"));
    else if (now === "teacher_lost") say(this.urgent, t("class.lost", { Teacher: called }));
    else if (this.lockedBy === "quiet") say(this.polite, t("class.quiet.over"));
    else say(this.polite, t("class.lost.back", { Teacher: called }));
    this.lockedBy = now;
  }

  private forTeacher(event: PersonalEvent, view: View, name: Name): void {
    if (event.type === "hand_raised") {
      this.hands.add({ name: name(event.person), place: view.hands[event.person]?.place ?? 1 });
    }
    if (event.type === "hand_lowered" && event.by === null && view.lowered?.[event.person]) {
      say(this.polite, t("teach.lowered.said", { name: name(event.person) }));
    }
    if (event.type === "knocked") say(this.polite, t("teach.door.said", { name: event.name }));
    if (event.type === "unclear") say(this.polite, t("teach.unclear.said", { name: name(event.person) }));
    if (event.type === "floor_accepted") {
      say(this.urgent, t("class.said.accepted", { name: name(event.person) }));
    }
    if (event.type === "floor_declined") {
      say(this.polite, t("class.said.declined", { name: name(event.person) }));
    }
  }

  private forPupils(view: View, here: readonly Me[]): void {
    for (const { person, name } of here) {
      const place = view.hands[person]?.place ?? 0;
      if (place !== 0 && place !== (this.places.get(person) ?? 0)) {
        const named = here.length > 1;
        say(this.polite, named ? t("class.said.place", { name, place }) : t("class.hand.place", { place }));
      }
      this.places.set(person, place);
    }
  }
}

/** Sets what a region says. The same words again would be no change, and no change is not spoken: a blank is added. */
function say(region: Signal<string>, words: string): void {
  region.value = words === region.peek() ? `${words}\u00a0` : words;
}

/** What comes close together is said together. */
class Gathered<One> {
  private all: One[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `told` gets all of them and, again, the newest; so long (ms) after the first. */
  constructor(
    private readonly ms: number,
    private readonly told: (all: readonly One[], last: One) => void,
  ) {}

  add(one: One): void {
    this.all.push(one);
    this.timer ??= setTimeout(() => this.tell(), this.ms);
  }

  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.all = [];
  }

  private tell(): void {
    const { all } = this;
    const last = all.at(-1);
    this.clear();
    if (last) this.told(all, last);
  }
}
