import { BindingReader } from "./bindingReader";

/** Reads besides what only those scripts are bound to that the outside speaks to. */
export class DoorReader extends BindingReader {
  list(name: string, pattern: RegExp): ReadonlySet<string> {
    return this.read(name, `hold items that match ${pattern}, comma-separated`, (value) => {
      const items = typeof value === "string" ? value.split(",").map((item) => item.trim()) : [""];
      return items.every((item) => pattern.test(item)) ? new Set(items) : undefined;
    });
  }

  sha256(name: string): Uint8Array {
    return Uint8Array.fromHex(this.text(name, /^[0-9a-f]{64}$/) ?? "");
  }
}
