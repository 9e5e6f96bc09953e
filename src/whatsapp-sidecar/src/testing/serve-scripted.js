// @ts-check
import "../quiet.js";
import { serve } from "../serve.js";
import { openScripted } from "./scripted-socket.js";

/**
 * The sidecar with a test's WhatsApp, and with shorter waits.
 * @param {number} port where the test listens
 */
export function serveScripted(port) {
  return serve(openScripted(port), {
    waits: { firstMs: 20, longestMs: 200, steadyMs: 1000, restMs: 300 },
    ackTimeoutMs: 30_000,
    lockMs: 10_000,
  });
}
