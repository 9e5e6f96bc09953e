export function withShortMembers(text: string, names: readonly string[]): string;
