// node list.mjs [STACK]: prints the stacks that there are, as all=[...], and the waves in which they are updated, as wave1=[...] to wave4=[...].
// A zone's owner comes before its members, since its rules have to know their hostnames; prod comes after whatever need not wait for it.
// With STACK, the one wave that holds it.
import { readStack, stackNames } from "./stackFile.mjs";

const waves = 4;
try {
  const names = await stackNames();
  const [only] = process.argv.slice(2).filter((it) => it !== "");
  if (only !== undefined && !names.includes(only)) throw new Error(`There is no stack '${only}': the stacks here are ${names.join(", ")}.`);
  const ranks = only === undefined ? rank(await Promise.all(names.map(read))) : new Map([[only, 0]]);
  const highest = Math.max(0, ...ranks.values());
  if (highest >= waves)
    throw new Error(`The stacks need ${highest + 1} waves, and the workflow has ${waves}: let members name the owner itself as ownerStack.`);
  console.log(`all=${JSON.stringify(names)}`);
  for (let wave = 0; wave < waves; wave++) {
    console.log(`wave${wave + 1}=${JSON.stringify(names.filter((name) => ranks.get(name) === wave))}`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function read(name) {
  const file = await readStack(name);
  return { name, isOwner: file.get("zoneRules") === "owner", owner: file.get("ownerStack")?.split("/").at(-1) };
}

function rank(stacks) {
  const ranks = new Map();
  const waitsFor = new Map(stacks.map((stack) => [stack.name, ownersOf(stack, stacks)]));
  const prod = stacks.find((it) => it.name === "prod");
  if (prod !== undefined) {
    const dependents = stacks.filter((it) => reaches(it.name, prod.name, waitsFor)).map((it) => it.name);
    waitsFor.set(
      prod.name,
      stacks.map((it) => it.name).filter((name) => !dependents.includes(name)),
    );
  }
  for (const { name } of stacks) rankOf(name, waitsFor, ranks, []);
  return ranks;
}

// A member that names no owner waits for every one.
function ownersOf({ name, isOwner, owner }, stacks) {
  if (isOwner) return [];
  const others = stacks.filter((it) => it.name !== name);
  const named = others.filter((it) => it.name === owner);
  return (owner === undefined ? others.filter((it) => it.isOwner) : named).map((it) => it.name);
}

function reaches(from, to, waitsFor, seen = []) {
  return from === to || (!seen.includes(from) && waitsFor.get(from).some((next) => reaches(next, to, waitsFor, [...seen, from])));
}

function rankOf(name, waitsFor, ranks, path) {
  if (path.includes(name))
    throw new Error(`The stacks ${[...path, name].join(", ")} each name the next as ownerStack: one of them has to own the zone's rules.`);
  if (!ranks.has(name)) ranks.set(name, Math.max(-1, ...waitsFor.get(name).map((it) => rankOf(it, waitsFor, ranks, [...path, name]))) + 1);
  return ranks.get(name);
}
