// @ts-check

// libsignal writes whole sessions, keys and all, to the console; and standard output is the protocol's alone. To be
// imported before it.
for (const method of /** @type {const} */ (["log", "info", "debug", "warn", "error", "trace", "dir"])) {
  console[method] = () => {};
}
