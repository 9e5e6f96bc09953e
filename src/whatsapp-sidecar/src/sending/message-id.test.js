// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { isOurs, messageIdOf } from "./message-id.js";

test("A delivery has one id, in WhatsApp's form, and no other delivery has it", () => {
  assert.match(messageIdOf("run-1:0"), /^3EB0[0-9A-F]{36}$/);
  assert.equal(messageIdOf("run-1:0"), messageIdOf("run-1:0"));
  assert.equal(new Set(Array.from({ length: 1000 }, (_, number) => messageIdOf(`run-1:${number}`))).size, 1000);
});

test("NanoClaw's ids are known from those that WhatsApp's own apps make", () => {
  assert.ok(isOurs(messageIdOf("run-1:0")));
  for (const id of ["3EB0C767D26A1B2E5A1F", `3EB0${"A".repeat(36)}`, "3A5D1F0B9E7C4A2D8F60", "", undefined, null]) assert.ok(!isOurs(id));
});
