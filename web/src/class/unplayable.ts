// Slots whose picture this browser cannot show.

import { signal } from "@preact/signals";
import type { Unplayable as Notice, SlotName } from "../generated/messages";

export class Unplayable {
  /** Slot → the codec as people call it. */
  readonly codecs = signal<Readonly<Partial<Record<SlotName, string>>>>({});

  /** `appears`: one more; it is said once. */
  constructor(private readonly appears: (codec: string) => void) {}

  /** Nobody can tell us: a new line says it again. */
  forget(): void {
    this.codecs.value = {};
  }

  told({ slot, codec }: Notice): void {
    const { [slot]: before, ...others } = this.codecs.value;
    const [name = ""] = codec.split("/");
    this.codecs.value = name === "" ? others : { ...others, [slot]: name };
    if (name !== "" && before === undefined) this.appears(name);
  }
}
