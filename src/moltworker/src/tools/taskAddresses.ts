import { addressesIn } from "./addressesIn";
import { KnownAddresses, siteOf } from "./knownAddresses";
import { ToolError, type ToolScope } from "./tool";
import { modeOf } from "./webFetch";

/**
 * An address in a task's prompt counts as a person's in the run that it starts. So it has to be one already.
 * @throws {ToolError} naming the host of one that is not.
 */
export function checkAddresses(prompt: string, scope: ToolScope): void {
  const mode = modeOf(scope);
  if (mode === "open") return;
  let known: KnownAddresses | undefined;
  for (const url of addressesIn(prompt, false)) {
    known ??= new KnownAddresses(scope.conversation(), mode);
    if (known.find(url) === undefined) {
      throw new ToolError(`The prompt has an address of ${siteOf(url)} that nobody wrote here. Ask for the exact address.`);
    }
  }
}
