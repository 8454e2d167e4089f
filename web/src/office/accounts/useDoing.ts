/** One thing being done at a time: busy meanwhile, the failure afterwards; an ended session leads to the login form. */
import { useState } from "preact/hooks";
import { noticeSignedOut } from "../frame/session";

export function useDoing() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const run = async (what: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await what();
    } catch (error) {
      if (!noticeSignedOut(error)) setFailure(error);
    }
    setBusy(false);
  };
  return { busy, failure, run };
}
