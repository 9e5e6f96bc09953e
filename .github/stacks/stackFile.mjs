// Reads and changes Pulumi.<stack>.yaml as YAML, whichever way people and `pulumi config set` have written it.
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
    this.text = text;
    this.#document = parseDocument(text);
    const [error] = this.#document.errors;
    if (error !== undefined) throw new Error(`${name} is not well-formed YAML: ${error.message.split("\n")[0]}`);
  }

  /** A setting's text, or undefined where it is not set; what is encrypted has none. */
  get(key) {
    const node = this.#find(key);
    return isScalar(node) ? String(node.source ?? node.value) : undefined;
  }

  wholeNumber(key) {
    const text = this.get(key);
    if (text === undefined) throw new Error(`${this.name} has no line '  ${namespace}:${key}: <number>': add one, starting with 1.`);
    if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new Error(`${this.name}: ${namespace}:${key} is no whole number from 1 on.`);
    return Number(text);
  }

  /** The file's text with another number there: nothing else of it changes, its quotes and comments neither. */
  withNumber(key, number) {
    const node = this.#find(key);
    const quote = { PLAIN: "", QUOTE_SINGLE: "'", QUOTE_DOUBLE: '"' }[node.type];
    if (quote === undefined) throw new Error(`${this.name}: ${namespace}:${key} is written in a form that is left alone. Write it as ${namespace}:${key}: <number>.`);
    const [start, end] = node.range;
    return this.text.slice(0, start) + quote + number + quote + this.text.slice(end);
  }

  // Older CLIs wrote nanoclaw:config:key; a key without a namespace is the project's.
  #find(key) {
    const config = this.#document.get("config");
    const names = [`${namespace}:${key}`, `${namespace}:config:${key}`, key];
    return isMap(config) ? names.map((name) => config.get(name, true)).find((node) => node !== undefined) : undefined;
  }
}
