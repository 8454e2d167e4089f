/** One file on its way through the three steps: sent, planned (the server works, we look), written. */
import { useEffect, useState } from "preact/hooks";
import { codeOf } from "../../api/problem";
import { noticeSignedOut } from "../frame/session";
import { answerTo, drop, look, send, type Upload, write } from "./data";

export const LOOK_MS = 700;

export interface Steps {
  upload: Upload | null;
  /** A call goes on. */
  busy: boolean;
  failure: unknown;
  begin: (file: File) => void;
  answer: (mapping: Record<string, string>, choices: Record<string, string>) => void;
  /** `withoutRefused`: the person was told how many rows are left out. */
  write: (withoutRefused: boolean) => void;
  restart: () => void;
}

/** `onWritten` after the database has changed. */
export function useSteps(kind: string, options: Record<string, string>, onWritten?: () => void): Steps {
  const [upload, setUpload] = useState<Upload | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const doing = async (work: () => Promise<Upload | null>) => {
    setBusy(true);
    setFailure(null);
    try {
      setUpload(await work());
    } catch (error) {
      if (!noticeSignedOut(error)) setFailure(error);
      if (codeOf(error) === "register_changed" && upload) setUpload(await answerTo(upload, {}, {}));
      if (codeOf(error) === "rows_refused" && upload) setUpload(await look(upload)); // planned anew meanwhile
    }
    setBusy(false);
  };
  useLooking(upload, setUpload, setFailure);
  return {
    upload,
    busy,
    failure,
    begin: (file) => doing(() => send(kind, file, options)),
    answer: (mapping, choices) => doing(async () => upload && (await answerTo(upload, mapping, choices))),
    write: (withoutRefused) =>
      doing(async () => {
        const written = upload && (await write(upload, withoutRefused));
        onWritten?.();
        return written;
      }),
    restart: () => {
      if (upload && upload.state !== "written") drop(upload).catch(() => undefined); // it goes by itself in an hour
      setUpload(null);
      setFailure(null);
    },
  };
}

/** Looks again and again while the server works. */
function useLooking(
  upload: Upload | null,
  onSeen: (upload: Upload) => void,
  onFailure: (error: unknown) => void,
): void {
  useEffect(() => {
    if (upload?.state !== "running") return;
    const timer = setTimeout(() => {
      look(upload).then(onSeen, (error: unknown) => {
        if (!noticeSignedOut(error)) onFailure(error);
      });
    }, LOOK_MS);
    return () => clearTimeout(timer);
  }, [upload]);
}
