// Whose day it is: the link's, the only pupil's, or who is chosen; two of one lesson go in together.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { remember, siblings } from "../lib/siblings";
import { DayDoor } from "./DayDoor";

const turn = () => act(() => new Promise((done) => setTimeout(done)));
const assign = vi.fn();

let place: HTMLElement;
/** The lesson each pupil has now, by token; null: the token opens nothing any more. */
let now: Record<string, string | null>;
/** What each has still to be told, by token. */
let due: Record<string, unknown>;
let accepted: string[];

function dayOf(token: string, id: string) {
  const lesson = {
    ...{
      id,
      room: id,
      title: "Bài",
      subject: `Môn ${id}`,
      class_id: "8a3",
      class_name: "8A3",
      period: "tiết 2",
    },
    ...{ teacher: null, starts_at: "2026-11-23T01:00:00Z", ends_at: "2126-11-23T01:45:00Z", phase: "live" },
    ...{
      started_at: null,
      ended_at: null,
      ended_reason: null,
      can_open: true,
      recording: false,
      record: false,
    },
    replay: { state: "none", bytes: 0 },
  };
  const person = token.slice(1);
  return {
    person,
    name: `Em ${person}`,
    title: null,
    role: "student",
    date: "2026-11-23",
    lessons: [lesson],
    homerooms: [],
    at_office: false,
  };
}

function answer(path: string, token: string): Response {
  const lesson = now[token];
  if (!lesson) return Response.json({ code: "revoked" }, { status: 401 });
  if (path === "/day") return Response.json(dayOf(token, lesson));
  return Response.json({ token: `join-${token}`, url: `/l/${lesson}#join-${token}` }, { status: 201 });
}

const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const press = async (found: HTMLElement | null | undefined) => {
  act(() => found?.click());
  await turn();
};
const named = (text: string) =>
  [...place.querySelectorAll("button")].find((one) => one.textContent?.includes(text));

async function open(token: string | null): Promise<void> {
  act(() => render(<DayDoor token={token} />, place));
  await turn();
}

beforeEach(() => {
  now = { ta: "x", tb: "x", tc: "y" };
  due = {};
  accepted = [];
  HTMLDialogElement.prototype.showModal = () => undefined;
  localStorage.clear();
  sessionStorage.clear();
  assign.mockClear();
  vi.spyOn(location, "assign").mockImplementation(assign);
  vi.stubGlobal("fetch", async (url: string, { headers }: { headers: Record<string, string> }) => {
    const path = new URL(url, location.origin).pathname.replace("/api/v1", "");
    const token = headers.Authorization?.replace("Bearer ", "") ?? "";
    if (path === "/day/told")
      return due[token] ? Response.json(due[token]) : new Response("{}", { status: 404 });
    if (path === "/day/rules") {
      accepted.push(token);
      return new Response(null, { status: 204 });
    }
    return answer(path, token);
  });
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const keep = (...people: string[]) => {
  for (const one of people) remember(localStorage, { person: one, name: `Em ${one}`, token: `t${one}` });
};

describe("a teacher's day", () => {
  it.each([true, false])("leads to the office pages where one is signed in there: %s", async (signedIn) => {
    const day = { ...dayOf("tgv", "x"), role: "teacher", title: "cô", at_office: signedIn };
    vi.stubGlobal("fetch", async (url: string) =>
      String(url).endsWith("/day") ? Response.json(day) : new Response("{}", { status: 404 }),
    );
    await open("tgv");
    expect(find("to-office")?.getAttribute("href") ?? null).toBe(signedIn ? "/office" : null);
  });
});

describe("the day page's door", () => {
  it("asks for a link where nobody is known", async () => {
    await open(null);
    expect(place.textContent).toContain("Hãy mở trang này bằng đường liên kết");
  });

  it("opens the day of the only pupil, and of a teacher's link without a choice", async () => {
    keep("a");
    await open(null);
    expect(find("featured")?.textContent).toContain("Môn x");
    act(() => render(null, place));
    await open("tb");
    expect(find("switch")).toBeNull();
  });

  it("asks who learns when several are known, and changes over", async () => {
    keep("a", "c");
    await open(null);
    expect(place.querySelector("h1")?.textContent).toBe("Ai đang học trên máy này?");
    await press(named("Em c"));
    expect(sessionStorage.getItem("bg.day")).toBe("tc");
    expect(find("featured")?.textContent).toContain("Môn y");
    await press(find("switch"));
    expect(sessionStorage.getItem("bg.day")).toBeNull();
    expect(find("siblings")).not.toBeNull();
  });

  it("lets two of one lesson in together, and nobody else's second in later", async () => {
    keep("a", "b");
    await open(null);
    await press(find("both"));
    expect(sessionStorage.getItem("also:x")).toBe("join-tb");
    expect(assign).toHaveBeenCalledWith("/l/x#join-ta");
    await press(named("Em a"));
    await press(find("open-lesson"));
    expect(sessionStorage.getItem("also:x")).toBeNull();
  });

  it("lets two in only when each has accepted the rules with the own link", async () => {
    const rules = { version: 3, title: "Nội quy", rules: ["Đúng giờ."], at: "2026-09-05T00:00:00Z" };
    due = { ta: { notices: [], rules }, tb: { notices: [], rules } };
    keep("a", "b");
    await open(null);
    await press(find("both"));
    expect(find("house-rules")?.textContent).toContain("Đúng giờ.");
    await press(find("house-rules-accept"));
    expect(accepted).toEqual(["ta"]);
    expect(assign).not.toHaveBeenCalled();
    await press(find("house-rules-accept"));
    expect(accepted).toEqual(["ta", "tb"]);
    expect(assign).toHaveBeenCalledWith("/l/x#join-ta");
  });

  it("asks only the one of two who has not read them", async () => {
    const rules = { version: 3, title: "Nội quy", rules: ["Đúng giờ."], at: "2026-09-05T00:00:00Z" };
    due = { ta: { notices: [], rules: null }, tb: { notices: [], rules } };
    keep("a", "b");
    await open(null);
    await press(find("both"));
    await press(find("house-rules-accept"));
    expect(accepted).toEqual(["tb"]);
    expect(assign).toHaveBeenCalledWith("/l/x#join-ta");
  });

  it("says that only one can learn when lessons differ", async () => {
    keep("a", "c");
    await open(null);
    expect(find("both")).toBeNull();
    expect(place.querySelector(".notice")?.textContent).toContain("Hai tiết học trùng giờ");
  });

  it("shows whose way has ended, and forgets who is asked to", async () => {
    now.tb = null;
    keep("a", "b");
    await open(null);
    expect(named("Em b")?.disabled).toBe(true);
    expect(named("Em b")?.textContent).toContain("thẻ mới");
    await press(named("Bớt người"));
    await press(named("Bỏ Em b"));
    await press(named("Quên"));
    expect(siblings(localStorage).map(({ person }) => person)).toEqual(["a"]);
    expect(find("featured")?.textContent).toContain("Môn x");
  });
});
