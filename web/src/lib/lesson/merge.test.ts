import { describe, expect, it } from "vitest";
import golden from "../../../../tests/data/messages.json";
import { type Json, merge } from "./merge";

describe("merge", () => {
  it.each(golden.patches as { before: Json; patch: Json; after: Json }[])("golden case %#", (one) => {
    expect(merge(one.before, one.patch)).toEqual(one.after);
  });

  // RFC 7396, appendix A.
  it.each<[Json, Json, Json]>([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("%j with %j", (target, patch, result) => {
    expect(merge(target, patch)).toEqual(result);
  });

  it("changes nothing in place and keeps what the patch does not touch", () => {
    const before = { people: { a: { on: true } }, hands: { b: 1 } };
    const after = merge(before, { people: { a: { on: false } } }) as typeof before;
    expect(before.people.a.on).toBe(true);
    expect(after.hands).toBe(before.hands);
    expect(merge(before, {})).toBe(before);
  });

  it("cannot be made to touch a prototype", () => {
    merge({}, JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"polluted": true}}'));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
