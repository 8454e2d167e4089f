/** Something sent for the family: under way, kept, or why not. */
import { useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { Notice } from "../ui";

export interface Doing {
  busy: boolean;
  failure: unknown;
  /** What to say when it is kept; "" before. */
  said: string;
  /** True when it was kept. */
  run: (work: () => Promise<unknown>, said: string) => Promise<boolean>;
}

export function useDoing(): Doing {
  const [state, setState] = useState<Omit<Doing, "run">>({ busy: false, failure: null, said: "" });
  const run = async (work: () => Promise<unknown>, said: string) => {
    setState({ busy: true, failure: null, said: "" });
    try {
      await work();
      setState({ busy: false, failure: null, said });
      return true;
    } catch (failure) {
      setState({ busy: false, failure, said: "" });
      return false;
    }
  };
  return { ...state, run };
}

export function Became({ of: { failure, said } }: { of: Doing }) {
  if (failure !== null) return <Notice tone="bad">{problemText(failure)}</Notice>;
  return said ? <Notice tone="good">{said}</Notice> : null;
}
