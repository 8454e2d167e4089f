// What a screen reader is told. Two live regions: `polite` waits its turn, `urgent` interrupts. Chat lines speak
// for themselves (role="log").

import { signal } from "@preact/signals";
import type { Light, Me, PersonalEvent, View } from "../generated/messages";
import { t } from "../i18n";

export class Announcer {
  readonly polite = signal("");
  readonly urgent = signal("");
  private place = 0;
  private recording: View["lesson"]["recording"];
  private light: Light = "good";

  event(event: PersonalEvent, view: View, me: Me, name: (person: string) => string): void {
    if (me.role === "teacher") this.forTeacher(event, name);
    else this.forPupil(view, me);
    if (event.type === "lesson_started") this.polite.value = t("class.said.started");
    if (event.type === "lesson_ended") this.urgent.value = t("class.ended.title");
    this.recorded(view, event.type === "lesson_started" ? `${t("class.said.started")}. ` : "");
  }

  /** Says once whether the lesson is recorded: when one comes in, and whenever it changes. `first` goes before it. */
  recorded(view: View, first = ""): void {
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

  private forTeacher(event: PersonalEvent, name: (person: string) => string): void {
    if (event.type === "hand_raised") this.polite.value = t("class.said.hand", { name: name(event.person) });
    if (event.type === "floor_accepted")
      this.urgent.value = t("class.said.accepted", { name: name(event.person) });
    if (event.type === "floor_declined")
      this.polite.value = t("class.said.declined", { name: name(event.person) });
  }

  private forPupil(view: View, me: Me): void {
    const place = view.hands[me.person]?.place ?? 0;
    if (place !== 0 && place !== this.place) this.polite.value = t("class.hand.place", { place });
    this.place = place;
  }
}
