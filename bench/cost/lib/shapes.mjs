const host = /^<(?:now|memory|groups)>/;

const mapMessages = (messages, map) => messages.map(({ role, content }) => ({ role, content: map(content) }));
const unmarked = ({ cache_control: _, ...block }) => block;

/** The request without any mark: all of it is read fresh. */
export function withoutMarks({ tools, system, messages }) {
  return { tools, system: system.map(unmarked), messages: mapMessages(messages, (content) => content.map(unmarked)) };
}

/**
 * The request as it was up to the commit 39fd9cf: what is known of the group in the system prompt, behind it the hour, which is another
 * in each turn; marks behind the first and on the last block of all.
 */
export function asBefore(request) {
  const { tools, system, messages } = withoutMarks(request);
  const told = messages.flatMap(({ content }) => content.filter(({ text = "" }) => host.test(text))).map((it) => it.text);
  const hour = told.findLast((it) => it.startsWith("<now>"));
  const memory = told.findLast((it) => it.startsWith("<memory>"));
  if (hour === undefined || memory === undefined) throw new Error("The request does not tell what it did when this bench was written.");
  const mark = { cache_control: { type: "ephemeral" } };
  const before = mapMessages(messages, (content) => content.filter(({ text = "" }) => !host.test(text)));
  const last = before.at(-1).content;
  last.push({ ...last.pop(), ...mark });
  return {
    tools,
    system: [
      { ...system[0], text: `${system[0].text.slice(0, system[0].text.lastIndexOf("\n\n"))}\n\nWhat is known about this group:\n${memory}`, ...mark },
      { type: "text", text: hour },
    ],
    messages: before,
  };
}
