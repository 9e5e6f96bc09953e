declare const ACTIVE_MUTANT: string;

// What Stryker writes into the code asks this object which of its mutants is on.
(globalThis as { __stryker__?: object }).__stryker__ = { activeMutant: ACTIVE_MUTANT };
