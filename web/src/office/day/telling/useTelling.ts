/** Sends a notice to each class of a change, or one to the school when it is every class. */
import { useState } from "preact/hooks";
import { type Saving, useSaving } from "../../frame/saving";
import { type NewNotice, send } from "../../notices/data";
import type { GridClass, ToldChange } from "../data";

export interface Telling {
  saving: Saving;
  done: readonly GridClass[];
  left: number;
  /** Every class of the school is meant. */
  whole: boolean;
  submit: (note: Omit<NewNotice, "class">) => Promise<boolean>;
}

/** What failed half-way goes on with the classes that are left. */
export function useTelling({ classes }: ToldChange, all: readonly GridClass[]): Telling {
  const saving = useSaving();
  const [done, setDone] = useState<readonly GridClass[]>([]);
  const whole = classes.length > 1 && all.every(({ id }) => classes.some((one) => one.id === id));
  const left = classes.filter((one) => !done.includes(one));
  const submit = (note: Omit<NewNotice, "class">) =>
    saving.save(async () => {
      if (whole) {
        await send({ ...note, class: null });
        setDone(classes);
        return;
      }
      for (const one of left) {
        await send({ ...note, class: one.id });
        setDone((before) => [...before, one]);
      }
    });
  return { saving, done, left: left.length, whole, submit };
}
