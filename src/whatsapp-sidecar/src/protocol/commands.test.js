// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { readCommand } from "./commands.js";

test("Commands are read as they are documented", () => {
  for (const command of [
    { type: "start", protocol: 1, mode: "run", store: "/s" },
    { type: "start", protocol: 1, mode: "login", store: "/s", phone: "15550001111" },
    { type: "send", id: "a", jid: "1@g.us", text: "hello" },
    { type: "ack", id: "k" },
    { type: "typing", jid: "1@g.us", on: false },
    { type: "groups" }, { type: "logout" }, { type: "stop" },
  ]) assert.deepEqual(readCommand(JSON.stringify(command)), { command });
});

test("What is wrong with a line is told, with the id it is about and without its text", () => {
  assert.deepEqual(readCommand("{"), { problem: "A line is not JSON." });
  assert.deepEqual(readCommand("[1]"), { problem: "A line is not a JSON object." });
  assert.deepEqual(readCommand('{"type":"send","id":"a","jid":"1@g.us","text":7}'), { problem: "In 'send', 'text' must be a string.", id: "a" });
  assert.match(JSON.stringify(readCommand('{"type":"constructor"}')), /There is no command of this type/);
  assert.match(JSON.stringify(readCommand('{"type":"start","protocol":1,"mode":"x","store":"/s"}')), /run, login or logout/);
});
