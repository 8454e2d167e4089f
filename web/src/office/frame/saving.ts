/** A change sent to the server: whether it is on its way, why it failed, and that it is done. */
import { useState } from "preact/hooks";
import { noticeSignedOut } from "./session";

export interface Saving {
  busy: boolean;
  failure: unknown;
  done: boolean;
  /** True when it was kept. */
  save: (work: () => Promise<unknown>) => Promise<boolean>;
}

export function useSaving(): Saving {
  const [state, setState] = useState<Omit<Saving, "save">>({ busy: false, failure: null, done: false });
  const save = async (work: () => Promise<unknown>) => {
    setState({ busy: true, failure: null, done: false });
    try {
      await work();
      setState({ busy: false, failure: null, done: true });
      return true;
    } catch (error) {
      setState({ busy: false, failure: noticeSignedOut(error) ? null : error, done: false });
      return false;
    }
  };
  return { ...state, save };
}
