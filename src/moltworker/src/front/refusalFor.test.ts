import { expect, it } from "vitest";
import type { Reason } from "../http/refused";
import { refusalFor } from "./refusalFor";

it("tells when a cap opens by when it was asked, though midnight has passed since", () => {
  const askedAt = Date.parse("2026-03-05T23:59:58Z");
  expect(refusalFor({ code: "run_cap_reached", cap: "day", limit: 100 }, askedAt)).toMatchObject({ code: "run_cap_reached", retryAfterSeconds: 2 });
});

it("lets a client come again where an agent of another version tells a code that this front does not know", () => {
  expect(refusalFor({ code: "of a later version" } as unknown as Reason, 0)).toMatchObject({ status: 503, code: "unavailable", retryAfterSeconds: 5 });
});
