import { parse } from "acorn";

/** As they are used for local names too, so that `constructor(t, e) { this.t = t; this.e = e; }` packs well. */
const letters = [..."tensrioalhucdfmpgwyTvEb_kxOA$SRINLMCDjPUqzBFGHJKQVWXYZ"];
const small = letters.filter((it) => /[a-z]/.test(it));
const capitals = letters.filter((it) => !small.includes(it));

/** Those that are private, and those that are not, so that no object has two members of one name. */
const namesFrom = (first) => [...first, ...first.flatMap((one) => letters.map((other) => one + other))];

/**
 * Gives members short names: those that are private to a class (`#name`) become ordinary ones of a letter, which other classes use as well,
 * and those of `names` the same one wherever they stand.
 * @param names those that nothing outside knows.
 */
export function withShortMembers(text, names) {
  const shortened = new Set(names);
  const edits = [];
  const taken = new Set();
  /** Of those, what an object of a class has. */
  const ownNames = new Set();
  /** Places by name, of the whole module and of each class. */
  const common = new Map();
  const classes = [];

  visit(parse(text, { ecmaVersion: "latest", sourceType: "module" }), [], null);
  const rest = namesFrom(capitals).filter((it) => !taken.has(it));
  for (const [index, places] of [...common.values()].sort((one, other) => other.length - one.length).entries()) rename(places, rest[index]);
  for (const one of classes.sort((a, b) => ancestorsOf(a).length - ancestorsOf(b).length)) {
    const inherited = ancestorsOf(one).flatMap(({ given }) => given);
    const free = namesFrom(small).filter((it) => !inherited.includes(it) && !ownNames.has(it));
    const order = [...one.privates.keys()].sort((a, b) => rankOf(one, a) - rankOf(one, b));
    one.given = order.map((name, index) => rename(one.privates.get(name), free[index]));
  }
  return edited(text, edits);

  function visit(node, around, parent) {
    if (Array.isArray(node)) node.forEach((it) => visit(it, around, parent));
    if (typeof node?.type !== "string") return;
    let within = around;
    if (/^Class(Declaration|Expression)$/.test(node.type)) {
      const name = node.id?.name ?? (parent.type === "VariableDeclarator" ? parent.id.name : undefined);
      const own = { name, base: node.superClass?.name, privates: new Map(), ranks: ranksIn(node), given: [] };
      for (const { key } of node.body.body) if (key?.type === "PrivateIdentifier") own.privates.set(key.name, []);
      classes.push(own);
      within = [own, ...around];
    }
    if (node.type === "PrivateIdentifier") {
      // A field that is set by its assignment alone needs no declaration.
      if (parent.type === "PropertyDefinition" && parent.value === null) edits.push([parent.start, parent.end, ""]);
      else
        within
          .find(({ privates }) => privates.has(node.name))
          .privates.get(node.name)
          .push({ ...node, isPrivate: true });
    }
    const member = node.computed
      ? undefined
      : node.type === "MemberExpression"
        ? node.property
        : /^(Property|MethodDefinition|PropertyDefinition)$/.test(node.type)
          ? node.key
          : undefined;
    if (member?.type === "Identifier") {
      if (!shortened.has(member.name)) {
        taken.add(member.name);
        if (/^(Method|Property)Definition$/.test(node.type) || node.object?.type === "ThisExpression") ownNames.add(member.name);
      } else common.set(member.name, [...(common.get(member.name) ?? []), { ...member, isShorthand: node.shorthand === true }]);
    }
    for (const [field, value] of Object.entries(node)) if (!(node.shorthand && field === "key")) visit(value, within, node);
  }

  function ancestorsOf({ base }) {
    const found = base === undefined ? undefined : classes.find(({ name }) => name === base);
    return found === undefined ? [] : [found, ...ancestorsOf(found)];
  }

  function rename(places, name) {
    for (const { start, end, isShorthand, isPrivate } of places) {
      if (isShorthand) edits.push([start, start, `${name}:`]);
      else edits.push([start, end, isPrivate && /\w/.test(text[start - 1]) ? ` ${name}` : name]);
    }
    return name;
  }
}

/** Members that are set to a parameter of the constructor, by the parameter's place. */
function ranksIn({ body }) {
  const constructor = body.body.find(({ kind }) => kind === "constructor")?.value;
  const parameters = (constructor?.params ?? []).map((it) => (it.type === "AssignmentPattern" ? it.left : it).name);
  const ranks = new Map();
  (function visit(node) {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node?.type !== "string") return;
    const { left, right } = node;
    if (node.type === "AssignmentExpression" && left.property?.type === "PrivateIdentifier" && parameters.includes(right.name))
      ranks.set(left.property.name, parameters.indexOf(right.name));
    Object.values(node).forEach(visit);
  })(constructor?.body);
  return ranks;
}

/** The others come after those, as they stand in the class. */
function rankOf({ privates, ranks }, name) {
  return ranks.get(name) ?? 1000 + (privates.get(name)[0]?.start ?? 0);
}

function edited(text, edits) {
  let result = "";
  let at = 0;
  for (const [start, end, replacement] of edits.sort(([one], [other]) => one - other)) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}
