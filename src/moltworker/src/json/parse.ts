// Pure, so that a bundle which decodes nothing so goes without it.
const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** The value, or undefined where the text is not JSON. */
export function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The value, or undefined where the bytes are not JSON in UTF-8. */
export function parseBytes(json: Uint8Array | ArrayBuffer): unknown {
  try {
    return parse(decoder.decode(json));
  } catch {
    return undefined;
  }
}
