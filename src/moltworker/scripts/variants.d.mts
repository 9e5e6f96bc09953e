export const variants: readonly { readonly name: string; readonly providers: readonly string[]; readonly most: number }[];
export function carried(providers: readonly string[]): Record<string, string>;
