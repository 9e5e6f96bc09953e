/** SQL for what stands behind an event of a run's text: an expression of all that follows the words `event: NAME`, `data: `. */
function behind(text: string, event: string): string {
  return `substr(${text}, instr(${text}, ${marker(event)}) + ${event.length + 15})`;
}

/** A line break is never part of an event's data, so no word of a conversation can look like this. */
function marker(event: string): string {
  return `(char(10) || 'event: ${event}' || char(10) || 'data: ')`;
}

/** The data of the first event of that name; null where there is none. */
export function dataOf(text: string, event: string): string {
  const rest = behind(text, event);
  return `CASE WHEN instr(${text}, ${marker(event)}) > 0 THEN substr(${rest}, 1, instr(${rest}, char(10)) - 1) END`;
}

/** The names of the actions in a run's text, as a JSON array in their order. Nothing else of an action leaves the object. */
export function actionsIn(text: string): string {
  const rest = behind("rest", "action");
  return `(SELECT json_group_array(name) FROM (
    WITH RECURSIVE found(name, rest) AS (
      SELECT NULL, ${text} UNION ALL
      SELECT json_extract(substr(${rest}, 1, instr(${rest}, char(10)) - 1), '$.name'), ${rest} FROM found WHERE instr(rest, ${marker("action")}) > 0)
    SELECT name FROM found WHERE name IS NOT NULL))`;
}
