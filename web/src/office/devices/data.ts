/** The calls of the devices register (server/http/api/devices.py). */
import { call } from "../../api/call";

export const KINDS = ["dien_thoai_rieng", "dien_thoai_chung", "may_tinh", "khong_co"] as const;
export const LINES = ["wifi", "4g", "3g", "khong"] as const;

export interface Entry {
  kind: (typeof KINDS)[number];
  line: (typeof LINES)[number];
  /** What the school lent or paid. */
  help: string;
  /** A date to look again. */
  review_on: string | null;
  /** Pupils with the same one use one device. */
  shared_id: string | null;
  note: string;
}

export interface DeviceRow {
  person: string;
  name: string;
  stt: number | null;
  class_id: string;
  class_name: string;
  /** Null: nobody asked yet. */
  entry: Entry | null;
}

/** Two pupils of one device in two lessons at once; names are empty where one may not know them. */
export interface Clash {
  device: string;
  people: [string, string];
  names: [string, string];
  classes: [string, string];
  subjects: [string, string];
  starts_at: string;
  ends_at: string;
}

export const register = async () => (await call<{ pupils: DeviceRow[] }>("/office/devices")).pupils;

export const clashes = async () => (await call<{ clashes: Clash[] }>("/office/devices/clashes")).clashes;

export const keepEntry = (person: string, { shared_id: shared, ...entry }: Entry) =>
  call<DeviceRow>(`/office/devices/${encodeURIComponent(person)}`, {
    method: "PUT",
    body: { ...entry, shared_id: shared ?? "" },
  });
