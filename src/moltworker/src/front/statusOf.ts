/** The status with which a JSON answer tells a run's failure. */
export function statusOf(code: string): number {
  return /^model_(rate_limited|overloaded)$/.test(code) ? 503 : code.startsWith("model_") ? 502 : code === "turn_timeout" ? 504 : 500;
}
