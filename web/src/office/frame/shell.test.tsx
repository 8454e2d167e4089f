import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Me } from "../data";
import { officeHref, partsOf, route } from "./route";
import { Shell } from "./Shell";
import { SECTIONS } from "./sections";
import { answered, useUnsaved } from "./unsaved";

const HEAD: Me = {
  login: "hieutruong",
  name: "Trần Văn Sơn",
  person: "CB01",
  title: "thầy",
  roles: ["head"],
  acts: [...new Set(SECTIONS.map(({ act }) => act))],
  must_change: false,
  lapsed: "",
  expires_at: "2026-11-23T12:00:00Z",
};

let place: HTMLElement;

const shown = async (session: Me, hash = "") => {
  location.hash = hash;
  route.value = partsOf(hash);
  await act(() => render(<Shell session={session} />, place));
};

beforeEach(() => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined)); // the sections' own calls stay on their way
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

const links = () => [...place.querySelectorAll("nav a")].map((one) => one.getAttribute("href"));

describe("the office's menu", () => {
  it("has the sections whose act the session has", async () => {
    await shown(HEAD);
    expect(links()).toEqual(SECTIONS.map(({ id }) => `#/${id}`));
    await shown({ ...HEAD, acts: ["day.read"] });
    expect(links()).toEqual(SECTIONS.filter(({ act }) => act === "day.read").map(({ id }) => `#/${id}`));
  });

  it("opens what the address names, else the first", async () => {
    await shown(HEAD, "#/register");
    expect(place.querySelector("a[aria-current]")?.getAttribute("href")).toBe("#/register");
    await shown({ ...HEAD, acts: ["day.read"] }, "#/register");
    expect(place.querySelector("a[aria-current]")?.getAttribute("href")).toBe("#/day");
  });

  it("says so when nothing may be seen", async () => {
    await shown({ ...HEAD, acts: ["signed_in"] });
    expect(place.querySelector("nav")).toBeNull();
    expect(place.querySelector('[role="status"]')).not.toBeNull();
  });

  it("folds on phones: the button says whether it is open, Escape closes it", async () => {
    await shown(HEAD);
    const button = place.querySelector<HTMLButtonElement>("[data-testid=office-menu]");
    expect(button?.getAttribute("aria-expanded")).toBe("false");
    await act(() => button?.click());
    expect(button?.getAttribute("aria-expanded")).toBe("true");
    await act(() => {
      button?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    });
    expect(button?.getAttribute("aria-expanded")).toBe("false");
  });
});

describe("changes that are not saved", () => {
  function Edited({ some }: { some: boolean }) {
    useUnsaved(some);
    return null;
  }
  let beside: HTMLElement;
  const edited = (some: boolean) => act(() => render(<Edited some={some} />, beside));
  const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  const press = (id: string) => act(() => find(id)?.click());
  const come = (hash: string) =>
    act(() => {
      history.pushState(null, "", hash);
      dispatchEvent(new HashChangeEvent("hashchange"));
    });
  const open = () => place.querySelector("a[aria-current]")?.getAttribute("href");
  const asksBrowser = () => !dispatchEvent(new Event("beforeunload", { cancelable: true }));

  beforeEach(async () => {
    HTMLDialogElement.prototype.showModal = () => undefined;
    beside = document.createElement("div");
    await shown(HEAD, "#/plan/assignments");
    edited(true);
  });

  afterEach(() => {
    act(() => render(null, beside));
    answered();
  });

  it("are kept by who stays: the address is as it was", async () => {
    await come("#/leave");
    expect(open()).toBe("#/plan");
    await press("unsaved-stay");
    expect(find("unsaved")).toBeNull();
    expect([open(), location.hash]).toEqual(["#/plan", "#/plan/assignments"]);
  });

  it("are lost when the person says so, in another tab of the section too", async () => {
    await come("#/plan/bells");
    expect(route.value).toEqual(["plan", "assignments"]);
    await press("unsaved-go");
    expect(route.value).toEqual(["plan", "bells"]);
  });

  it("are no question any more after Back", async () => {
    await come("#/leave");
    await come("#/plan/assignments");
    expect(find("unsaved")).toBeNull();
  });

  it("make signing out and the browser ask; nothing does once they are saved", async () => {
    const fetched = vi.fn(() => new Promise(() => undefined));
    vi.stubGlobal("fetch", fetched);
    await press("logout");
    expect(find("unsaved")).not.toBeNull();
    expect(fetched).not.toHaveBeenCalled();
    expect(asksBrowser()).toBe(true);
    await press("unsaved-stay");
    edited(false);
    expect(asksBrowser()).toBe(false);
    await come("#/leave");
    expect(open()).toBe("#/leave");
  });
});

describe("addresses of the office pages", () => {
  it("name a section and something in it", () => {
    expect(partsOf("#/people/hs%201/leave")).toEqual(["people", "hs 1", "leave"]);
    expect(officeHref("people", "a/b")).toBe("#/people/a%2Fb");
    expect(partsOf(officeHref("people", "a/b"))).toEqual(["people", "a/b"]);
  });

  it("are no tokens, and half an escape is no error", () => {
    expect(partsOf("#secret")).toEqual([]);
    expect(partsOf("#/people/%E")).toEqual(["people", "%E"]);
  });
});
