export interface Variant {
  readonly providers: readonly string[];
  readonly inOrder: boolean;
}
export const variants: readonly (Variant & { readonly name: string; readonly most: number })[];
export function carried(variant: Variant): Record<string, string>;
