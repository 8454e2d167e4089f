/** The calls about requests of data subjects. */
import { call } from "../../api/call";
import type { DataKind, OwnRequest } from "../../family/data";

export interface DataTask extends OwnRequest {
  person_id: string;
  name: string;
  class_name: string;
  from_kind: "family" | "slip";
  acknowledge_by: number;
}

const BASE = "/office/requests";

export const tasks = async () => (await call<{ requests: DataTask[] }>(BASE)).requests;
export const takeIn = (person: string, kind: DataKind, text: string) =>
  call<DataTask>(BASE, { method: "POST", body: { person, kind, text } });
export const acknowledge = (id: number) => call<DataTask>(`${BASE}/${id}/acknowledge`, { method: "POST" });
export const finish = (id: number, result: string) =>
  call<DataTask>(`${BASE}/${id}/done`, { method: "POST", body: { result } });

/** Whether a day has passed that something should have been done by. */
export function isOverdue(task: DataTask, now: number): boolean {
  if (task.done_at !== null) return false;
  return now > task.due_at || (task.acknowledged_at === null && now > task.acknowledge_by);
}
