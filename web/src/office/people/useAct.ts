/** One act on the register: busy while it goes on; what is wrong with a field is told beside the field. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { FieldRefusal } from "../../lib/answer";
import { noticeSignedOut } from "../frame/session";
import { codeText } from "../importing/words";

export interface Act {
  busy: boolean;
  /** A sentence, "" while nothing failed. */
  failure: string;
  /** What is wrong with a field, "" when it is right. */
  wrong: (field: string) => string;
  run: (work: () => Promise<void>) => Promise<void>;
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      if (!noticeSignedOut(failure)) setError(failure);
    }
    setBusy(false);
  };
  return {
    busy,
    failure: error === null ? "" : problemText(error),
    wrong: (field) => (error instanceof FieldRefusal && error.field === field ? codeText(error.why) : ""),
    run,
  };
}
