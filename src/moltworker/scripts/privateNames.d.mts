export function privateNames(): string[];
