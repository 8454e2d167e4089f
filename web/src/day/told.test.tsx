import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { HouseRules } from "./HouseRules";
import { useTold } from "./told";

const RULES = { version: 3, title: "Nội quy", rules: ["Đúng giờ."], at: "2026-09-05T00:00:00Z" };

let asked: [string, unknown][];
let told: unknown;
let status: number;
let entered: number;
let place: HTMLElement;

beforeEach(() => {
  asked = [];
  status = 204;
  told = { notices: [], rules: RULES };
  entered = 0;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push([`${init.method} ${path}`, init.body && JSON.parse(String(init.body))]);
    if (init.method === "GET")
      return told === null ? new Response("{}", { status: 403 }) : new Response(JSON.stringify(told));
    return new Response(status === 204 ? null : "{}", { status });
  });
  HTMLDialogElement.prototype.showModal = () => undefined;
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  render(null, place);
  place.remove();
  vi.unstubAllGlobals();
});

function Door({ pupil = true }: { pupil?: boolean }) {
  const telling = useTold("t", pupil);
  const rules = telling.waits ? telling.told.rules : null;
  return (
    <>
      <button type="button" id="enter" onClick={() => telling.before(() => void entered++)}>
        Vào lớp
      </button>
      {rules && <HouseRules of={rules} onAccept={telling.accept} onClose={telling.cancel} />}
    </>
  );
}

async function settled() {
  for (let turn = 0; turn < 12; turn++) await act(async () => {});
}

async function press(selector: string) {
  await act(async () => place.querySelector<HTMLElement>(selector)?.click());
  await settled();
}

it("lets a pupil in after the rules were read, once", async () => {
  await act(async () => render(<Door />, place));
  await settled();
  await press("#enter");
  expect(entered).toBe(0);
  expect(place.textContent).toContain("Đúng giờ.");
  await press("[data-testid=house-rules-accept]");
  expect(asked.at(-1)).toEqual(["PUT /api/v1/day/rules", { version: 3 }]);
  expect(entered).toBe(1);
  await press("#enter");
  expect(entered).toBe(2);
});

it("says that it was not kept, and lets nobody in by that", async () => {
  status = 503;
  await act(async () => render(<Door />, place));
  await settled();
  await press("#enter");
  await press("[data-testid=house-rules-accept]");
  expect(entered).toBe(0);
  expect(place.querySelector("[role=alert]")).not.toBeNull();
});

it("keeps nobody out when it cannot ask, and asks teachers nothing", async () => {
  told = null;
  await act(async () => render(<Door />, place));
  await settled();
  await press("#enter");
  expect(entered).toBe(1);
  render(null, place);
  asked = [];
  await act(async () => render(<Door pupil={false} />, place));
  await settled();
  expect(asked).toEqual([]);
});
