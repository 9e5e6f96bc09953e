export function withPrivateFields(text: string): string;
