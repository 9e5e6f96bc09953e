// Reads Pulumi.<stack>.yaml as YAML, whichever way people and `pulumi config set` have written it.
import { readFile, readdir } from "node:fs/promises";
import { isMap, isScalar, parseDocument } from "yaml";

const namespace = "nanoclaw";

/** The stacks that there are: those with a settings file in this folder. */
export async function stackNames(folder = ".") {
  const names = (await readdir(folder)).map((name) => /^Pulumi\.([A-Za-z0-9_.-]+)\.yaml$/.exec(name)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

export function fileOf(stack) {
  return `Pulumi.${stack}.yaml`;
}

export async function readStack(stack) {
  return new StackFile(fileOf(stack), await readFile(fileOf(stack), "utf8"));
}

export class StackFile {
  #document;

  constructor(name, text) {
    this.name = name;
    this.#document = parseDocument(text);
    const [error] = this.#document.errors;
    if (error !== undefined) throw new Error(`${name} is not well-formed YAML: ${error.message.split("\n")[0]}`);
  }

  /** A setting's text, or undefined where it is not set; what is encrypted has none. */
  get(key) {
    const node = this.#find(key);
    return isScalar(node) ? String(node.source ?? node.value) : undefined;
  }

  // Older CLIs wrote nanoclaw:config:key; a key without a namespace is the project's.
  #find(key) {
    const config = this.#document.get("config");
    const names = [`${namespace}:${key}`, `${namespace}:config:${key}`, key];
    return isMap(config) ? names.map((name) => config.get(name, true)).find((node) => node !== undefined) : undefined;
  }
}
