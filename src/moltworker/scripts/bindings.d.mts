export const bindings: { readonly agent: readonly string[]; readonly front: readonly string[] };
