import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Me } from "../office/data";
import { AccountPage } from "./AccountPage";
import { startPage } from "./calls";

const TEACHER: Me = {
  login: "lan.ntn",
  name: "Nguyễn Thị Ngọc Lan",
  person: "gv-01",
  title: "cô",
  roles: ["homeroom", "teacher"],
  acts: [],
  must_change: false,
  lapsed: "",
  expires_at: "",
};

let answers: Record<string, [number, unknown]>;
let asked: [string, unknown][];
let place: HTMLElement;

beforeEach(() => {
  asked = [];
  answers = {
    "GET /session": [200, TEACHER],
    "GET /sessions": [200, { sessions: [] }],
    "PUT /session/password": [204, null],
    "POST /session/reset": [201, TEACHER],
    "POST /session/day-token": [201, { url: "/day#token", expires_at: "" }],
  };
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const name = `${init.method} ${path.replace("/api/v1", "")}`;
    asked.push([name, init.body && JSON.parse(String(init.body))]);
    const [status, body] = answers[name] ?? [404, {}];
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

const nowhere: (address: string) => void = () => undefined;
const settled = (check: () => void) =>
  vi.waitFor(async () => {
    await act(async () => undefined);
    check();
  });

const shown = async (token: string | null, go = nowhere) => {
  await act(() => render(<AccountPage token={token} go={go} />, place));
  await settled(() => expect(place.querySelector("form, .notice")).not.toBeNull());
};

const type = async (values: string[]) => {
  const fields = [...place.querySelectorAll<HTMLInputElement>("input[type=password]")];
  for (const [index, value] of values.entries()) {
    const field = fields[index];
    if (!field) throw new Error("no field");
    field.value = value;
    await act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
  }
  await act(() => {
    place.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  });
};

describe("where somebody goes who signed in", () => {
  it.each([
    [["teacher"], "/day#token"],
    [["homeroom", "teacher", "department_head"], "/day#token"],
    [["office", "teacher"], "/office"],
    [["head"], "/office"],
    [["inspector"], "/office"],
    [[], "/office"],
  ])("%j: %s", async (roles, address) => {
    expect(await startPage({ ...TEACHER, roles })).toBe(address);
  });

  it("changes a temporary password first", async () => {
    expect(await startPage({ ...TEACHER, must_change: true })).toBe("/account");
  });
});

describe("the own account", () => {
  it("changes the password", async () => {
    await shown(null);
    await type(["mat-khau-cu-2026", "mot-cau-that-dai", "mot-cau-that-dai"]);
    await settled(() => expect(place.textContent).toContain("Đã đổi mật khẩu"));
    expect(asked).toContainEqual([
      "PUT /session/password",
      { old: "mat-khau-cu-2026", new: "mot-cau-that-dai" },
    ]);
  });

  it("asks nothing of the server while the new password does not fit", async () => {
    await shown(null);
    await type(["mat-khau-cu-2026", "ngan", "khac"]);
    expect(asked.map(([name]) => name)).not.toContain("PUT /session/password");
    expect(place.querySelectorAll("[aria-invalid]")).toHaveLength(2);
  });

  it("goes on to the own page after a temporary password", async () => {
    answers["GET /session"] = [200, { ...TEACHER, must_change: true }];
    const gone: string[] = [];
    await shown(null, (address) => void gone.push(address));
    expect(place.textContent).not.toContain("Nơi đang đăng nhập");
    await type(["tam-thoi-2026", "mot-cau-that-dai", "mot-cau-that-dai"]);
    await settled(() => expect(gone).toEqual(["/day#token"]));
  });

  it("ends a session; the list has the focus that its button had", async () => {
    const one = { label: "Firefox", created_at: "", used_at: "", current: false };
    const other = { ...one, id: "2", label: "Edge" };
    answers["GET /sessions"] = [200, { sessions: [{ ...one, id: "1" }, other] }];
    answers["DELETE /sessions/1"] = [204, null];
    await shown(null);
    const ends = () => [...place.querySelectorAll<HTMLElement>(".own-sessions button")];
    await settled(() => expect(ends()).toHaveLength(2));
    answers["GET /sessions"] = [200, { sessions: [other] }];
    ends()[0]?.focus();
    await act(() => ends()[0]?.click());
    await settled(() => expect(ends()).toHaveLength(1));
    expect(document.activeElement).toBe(place.querySelector(".own-sessions"));
  });

  it("leads to the login when nobody is signed in", async () => {
    answers["GET /session"] = [401, { code: "unauthenticated" }];
    await shown(null);
    expect(place.querySelector('a[href="/office"]')).not.toBeNull();
  });
});

describe("a one-time link", () => {
  it("sets a password and signs in", async () => {
    const gone: string[] = [];
    await shown("secret", (address) => void gone.push(address));
    await type(["mot-cau-that-dai", "mot-cau-that-dai"]);
    expect(asked[0]).toEqual(["POST /session/reset", { token: "secret", password: "mot-cau-that-dai" }]);
    await settled(() => expect(gone).toEqual(["/day#token"]));
  });

  it("says when it was used", async () => {
    answers["POST /session/reset"] = [401, { code: "used_link" }];
    await shown("secret");
    await type(["mot-cau-that-dai", "mot-cau-that-dai"]);
    await settled(() => expect(place.querySelector('[role="alert"]')?.textContent).toContain("đã được dùng"));
  });
});
