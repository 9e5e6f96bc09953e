import { readFile } from "node:fs/promises";

/** Gives the bundler the sources with private fields of the language. */
export const privateFields = {
  name: "private fields",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: withPrivateFields(await readFile(path, "utf8")),
      loader: "ts",
    }));
  },
};

/**
 * Makes what TypeScript calls private so for the language too (`private name` becomes `#name`), which lets the bundler call
 * it by a letter that other classes use as well. A name that its class uses in another way than by `this.name` stays.
 */
export function withPrivateFields(text) {
  return text.replace(/^(?:export )?(?:abstract )?class [^]*?^}/gm, ofLanguage);
}

function ofLanguage(written) {
  const text = written.replace(/\bconst \{ ([\w, ]+) \} = this;/g, (_, names) =>
    names
      .split(", ")
      .map((it) => `const ${it} = this.${it};`)
      .join(" "),
  );
  const declared = [...text.matchAll(/\bprivate (?:(?:readonly|static|async|get) )*\*?(\w+)/g)].map(([, name]) => name);
  const names = declared.filter((name) => !new RegExp(`(?<!\\bthis)\\.${name}\\b`).test(text));
  if (names.length === 0) return text;
  const name = `(${names.join("|")})\\b`;

  const parameters = [];
  const withoutParameters = text.replace(/^  constructor\([^]*?\) \{(?:\s*super\(.*\);)?/m, (constructor) => {
    const plain = constructor.replace(new RegExp(`\\bprivate (?:readonly )?${name}`, "g"), (_, it) => (parameters.push(it), it));
    return plain + parameters.map((it) => `this.${it} = ${it};`).join("");
  });
  return withoutParameters
    .replace(new RegExp(`\\bthis\\.${name}`, "g"), "this.#$1")
    .replace(new RegExp(`\\bprivate ((?:(?:readonly|static|async|get) )*\\*?)${name}`, "g"), "$1#$2")
    .replace("{\n", `{\n${parameters.map((it) => `#${it};`).join("")}\n`);
}
