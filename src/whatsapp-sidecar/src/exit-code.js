// @ts-check

/** How the sidecar ends. */
export const exitCode = { done: 0, failed: 1, loggedOut: 2, brokenStore: 3, inUse: 4 };
