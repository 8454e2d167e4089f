/** What the school tells a pupil on the day page, and the rules still to be read before a lesson. */
import { useState } from "preact/hooks";
import { call } from "../api/call";
import { useLoad } from "../api/useLoad";
import type { HouseRules, Told } from "../family/data";

export interface PupilTold {
  notices: Told[];
  /** Null: none, or read already. */
  rules: HouseRules | null;
}

const NOTHING: PupilTold = { notices: [], rules: null };

/** Nobody is kept from a lesson because this could not be asked, or by a link that proves nothing. */
export const ask = (token: string) => call<PupilTold>("/day/told", { token }).catch(() => NOTHING);

export interface Telling {
  told: PupilTold;
  /** A lesson waits until the rules are read. */
  waits: boolean;
  /** Goes in at once, or after the rules. */
  before: (enter: () => void) => void;
  /** Read: tells the school, and goes in. */
  accept: () => Promise<void>;
  cancel: () => void;
}

export function useTold(token: string, pupil: boolean): Telling {
  const { value } = useLoad(`told ${token}`, () => (pupil ? ask(token) : Promise.resolve(NOTHING)));
  const [waiting, setWaiting] = useState<(() => void) | null>(null);
  const [read, setRead] = useState(false);
  const told = value ?? NOTHING;
  const { rules } = told;
  return {
    told,
    waits: waiting !== null,
    before: (enter) => {
      if (rules === null || read) enter();
      else setWaiting(() => enter);
    },
    accept: async () => {
      if (rules === null) return;
      await acceptRules(token, rules.version);
      setRead(true);
      setWaiting(null);
      waiting?.();
    },
    cancel: () => setWaiting(null),
  };
}

export const acceptRules = (token: string, version: number) =>
  call<void>("/day/rules", { method: "PUT", token, body: { version } });

export const markRead = (token: string, id: number) =>
  call<void>("/day/notices/read", { method: "POST", token, body: { notices: [id] } });
