// The register: people are found and opened; who may changes them, others see; consent and link stand beside a name.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Me } from "../data";
import { session } from "../frame/session";
import type { Person, Register } from "./data";
import { OnePerson } from "./one/OnePerson";
import { draftOf, EMPTY, fieldsOf } from "./one/PersonFields";
import { People } from "./People";
import { Section } from "./Section";

const signedIn = (acts: string[]): Me => {
  const me = { acts } as Me;
  session.value = { state: "in", me };
  return me;
};

const OFFICE = ["people.read", "people.write", "accounts.manage", "consents.read", "consents.write"];

const turn = () => act(() => new Promise((done) => setTimeout(done)));
const ALL: Register = {
  classes: [
    { id: "8a3", code: "8A3", grade: 8, year: "", homeroom: null, session: null, active: true },
    { id: "7a3", code: "7A3", grade: 7, year: "", homeroom: null, session: null, active: false },
  ],
  departments: [{ id: "t1", name: "Tổ Toán", head_id: null }],
  year: "",
  whole: true,
};
const AN: Person = {
  id: "p1",
  kind: "student",
  full_name: "Lê Hoài An",
  given_name: "An",
  called: null,
  title: null,
  class_id: "8a3",
  stt: 4,
  sex: "nữ",
  birth_date: "2013-02-11",
  moet_id: null,
  temporary_code: "T000000001",
  email: null,
  department_id: null,
  active: true,
  left_on: null,
  recording_consent: "chua_tra_loi",
  namesake: true,
};

let place: HTMLElement;
let asked: { method: string; path: string; body: unknown }[];
let answer: (method: string, path: string) => Response;

beforeEach(() => {
  asked = [];
  signedIn(OFFICE);
  answer = () => Response.json({ people: [AN], more: false });
  vi.stubGlobal("fetch", async (url: string, { method = "GET", body }: RequestInit = {}) => {
    const path = String(url).replace("/api/v1", "");
    asked.push({ method, path, body: body ? JSON.parse(String(body)) : undefined });
    return answer(method, path);
  });
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

it("finds people and tells namesakes", async () => {
  act(() => render(<People all={ALL} />, place));
  await turn();
  expect(asked[0]?.path).toBe("/office/people?kind=student");
  expect(place.querySelector(".register-list a")?.getAttribute("href")).toBe("#/register/person/p1");
  expect(place.querySelector(".register-list")?.textContent).toContain("11/02/2013 · T000000001");
  expect(place.textContent).toContain("Trùng tên trong lớp");
  const choices = [...place.querySelectorAll("option")].map((one) => one.textContent);
  expect(choices).toContain("8A3");
  expect(choices).not.toContain("7A3");
});

it("tells beside the field what is wrong with it", async () => {
  answer = (method) =>
    method === "GET"
      ? Response.json({ person: AN, codes: [], moves: [], citizen_ids: false })
      : Response.json({ code: "bad_field", field: "full_name", why: "bad_name" }, { status: 422 });
  act(() => render(<OnePerson id="p1" all={ALL} />, place));
  await turn();
  const name = place.querySelector("input") as HTMLInputElement;
  name.value = "<b>";
  act(() => {
    name.dispatchEvent(new Event("input", { bubbles: true }));
  });
  act(() => {
    place.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  });
  await turn();
  expect(asked[1]).toMatchObject({ method: "PATCH", body: { full_name: "<b>" } });
  expect(name.getAttribute("aria-invalid")).toBe("true");
  expect(place.textContent).toContain("Họ tên chỉ gồm chữ");
});

it("keeps the answer about recording, and gives the link to somebody's day", async () => {
  act(() => render(<People all={ALL} classId="8a3" />, place));
  await turn();
  expect(asked[0]?.path).toBe("/office/people?kind=student&class=8a3");
  answer = (method) =>
    method === "PUT" ? Response.json({}) : Response.json({ token: "t", url: "/day#t" }, { status: 201 });
  const consent = place.querySelector<HTMLSelectElement>("[data-testid=consent]");
  expect(consent?.value).toBe("chua_tra_loi");
  act(() => {
    if (consent) consent.value = "dong_y";
    consent?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await turn();
  const put = { method: "PUT", path: "/office/people/p1/consent", body: { recording_consent: "dong_y" } };
  expect(asked[1]).toEqual(put);
  act(() => place.querySelector<HTMLElement>("[data-testid=day-link]")?.click());
  await turn();
  expect(asked[2]).toMatchObject({ method: "POST", path: "/office/people/p1/day-link" });
  expect(place.querySelector<HTMLInputElement>("[data-testid=link]")?.value).toMatch(/\/day#t$/);
});

it("shows who may not change it the own class, and no field", async () => {
  const me = { ...signedIn(["people.read", "consents.read"]), person: "gv-01" };
  const [own, old] = ALL.classes.map((one) => ({ ...one, homeroom: "gv-01" }));
  const taught = { ...ALL.classes[0], id: "6a1", code: "6A1" };
  answer = (_, path) =>
    path.includes("/people/p1")
      ? Response.json({ person: AN, codes: [], moves: [], citizen_ids: true })
      : path.endsWith("/register")
        ? Response.json({ ...ALL, classes: [old, taught, own], whole: false })
        : Response.json({ people: [AN], more: false });
  act(() => render(<Section session={me} path={[]} />, place));
  await turn();
  await turn();
  expect(asked[1]?.path).toBe("/office/people?kind=student&class=8a3");
  expect(place.querySelector("[role=tablist], [data-testid=person-add], [data-testid=day-link]")).toBeNull();
  expect(place.querySelector<HTMLSelectElement>("[data-testid=consent]")?.disabled).toBe(true);
  act(() => render(<Section session={me} path={["person", "p1"]} />, place));
  await turn();
  await turn();
  expect(place.querySelector("dl")?.textContent).toContain("11/02/2013");
  expect(place.querySelector("form, summary")).toBeNull();
});

it("shows nothing of what a subject teacher may not know", async () => {
  signedIn(["people.read"]);
  const known = { ...AN, birth_date: null, temporary_code: null, sex: null, recording_consent: null };
  answer = () => Response.json({ people: [known], more: false });
  act(() => render(<People all={{ ...ALL, whole: false }} />, place));
  await turn();
  expect(place.querySelector(".register-list")?.textContent).toContain("Lê Hoài An");
  expect(place.querySelector("[data-testid=consent], .register-list button")).toBeNull();
});

it("sends what changed only, and empties what was emptied", () => {
  const before = draftOf(AN);
  expect(fieldsOf(before, before, "student")).toEqual({});
  const draft = { ...before, birth_date: "", called: "An (nhỏ)", email: "x@y.vn" };
  expect(fieldsOf(draft, before, "student")).toEqual({ birth_date: null, called: "An (nhỏ)" });
  expect(fieldsOf({ ...EMPTY, full_name: "Lê Lan", title: "cô" }, EMPTY, "teacher")).toEqual({
    full_name: "Lê Lan",
    title: "cô",
  });
});
