import { describe, expect, it } from "vitest";
import { actText } from "./Lines";

describe("acts of the log", () => {
  it("are said in words, unknown ones by their code", () => {
    expect(actText("viewed")).toBe("Người kiểm tra xem");
    expect(actText("role.given")).toBe("Giao vai trò");
    expect(actText("new.thing")).toBe("new.thing");
  });
});
