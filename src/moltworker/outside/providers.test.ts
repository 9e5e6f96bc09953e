import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { variants } from "../scripts/variants.mjs";

const root = join(import.meta.dirname, "..");
const repository = join(root, "../..");
const read = (...path: readonly string[]): string => readFileSync(join(...path), "utf8");
const textsOf = (folder: string, name: RegExp): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && name.test(it.name))
    .map((it) => read(it.parentPath, it.name))
    .join("\n");

const declared = /export type ModelProvider = (.*);/.exec(read(root, "src/model/modelSettings.ts"))![1]!;
const providers = [...declared.matchAll(/"([\w-]+)"/g)].map(([, name]) => name!);

/** What every provider of models has to have before a stack may name it. */
const demands: Readonly<Record<string, (name: string) => boolean>> = {
  "a bundle of its own, with one model": (name) => variants.some((it) => !it.inOrder && it.providers.length === 1 && it.providers[0] === name),
  "a line in the Worker's README": (name) => read(root, "README.md").includes(`\`${name}\``),
  "a line in docs/MODELS.md": (name) => name === "demo" || read(repository, "docs/MODELS.md").includes(name),
  "a value of modelProvider in docs/CLOUDFLARE_DEPLOYMENT.md": (name) =>
    read(repository, "docs/CLOUDFLARE_DEPLOYMENT.md")
      .split("\n")
      .some((line) => line.startsWith("| `modelProvider`") && line.includes(`\`${name}\``)),
  "a word in infra's settings": (name) => textsOf(join(repository, "infra/Settings"), /\.cs$/).includes(`"${name}"`),
  "a test of the infra program": (name) => textsOf(join(repository, "tests/NanoClaw.Infra.Tests"), /\.cs$/).includes(`"${name}"`),
  "a test in workerd": (name) => textsOf(join(root, "src/model"), /\.test\.ts$/).includes(`"${name}"`),
};

it("a provider is registered wherever one has to be", () => {
  expect(providers.length).toBeGreaterThan(3);
  expect(providers.flatMap((name) => Object.entries(demands).flatMap(([what, isMet]) => (isMet(name) ? [] : [`${name} lacks ${what}`])))).toEqual([]);
});
