// Whose open mic returns the sound of others, as the server finds it; for the teacher.

import { computed, signal } from "@preact/signals";
import type { EchoFrom } from "../generated/messages";

export interface Echo {
  person: string;
  /** Whose sound comes back. */
  of: string;
}

export class Echoes {
  private readonly all = signal<readonly (Echo & { dismissed: boolean })[]>([]);
  readonly shown = computed<readonly Echo[]>(() => this.all.value.filter(({ dismissed }) => !dismissed));

  /** `appears`: the teacher is to be told of one more. */
  constructor(private readonly appears: (person: string) => void) {}

  /** Nobody can tell us: a new line says it again. What was dismissed stays so. */
  forget(): void {
    this.all.value = this.all.peek().filter(({ dismissed }) => dismissed);
  }

  told({ person, of }: EchoFrom): void {
    const before = this.all.value.find((echo) => echo.person === person);
    const others = this.all.value.filter((echo) => echo.person !== person);
    this.all.value =
      of === null ? others : [...others, { person, of, dismissed: before?.dismissed ?? false }];
    if (of !== null && !before) this.appears(person);
  }

  /** The teacher has seen it; it is shown again only after it was over. */
  dismiss(person: string): void {
    this.all.value = this.all.value.map((echo) =>
      echo.person === person ? { ...echo, dismissed: true } : echo,
    );
  }
}
