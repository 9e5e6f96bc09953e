import type { Bindings } from "../config/bindingReader";
import { faultOf } from "../http/log";
import { type AdminConfig, adminConfigOf } from "./adminConfig";
import { demandOwnForm, formToken } from "./door/form";
import { personOf } from "./door/person";
import { AdminRefusal } from "./door/refusal";
import { conversationPage } from "./page/conversationPage";
import { html } from "./page/html";
import { overviewPage } from "./page/overviewPage";
import { page, redirect } from "./page/page";
import { confirmPage } from "./page/switchPages";
import { readConversation } from "./read/conversation";
import { readOverview } from "./read/overview";

/** Answers people's requests: who is no listed person sees nothing, and nothing changes but by a form of this page. */
export async function answerAdmin(request: Request, env: Bindings): Promise<Response> {
  try {
    return await check(request, env);
  } catch (error) {
    const refusal = error instanceof AdminRefusal ? error : new AdminRefusal(500, "Something went wrong on this page. The Worker's log says where.");
    note({ status: refusal.status, fault: refusal === error ? undefined : faultOf(error) });
    return page("Not shown", html`<h1>Not shown</h1><p>${refusal.message}</p>`, { status: refusal.status, headers: refusal.headers });
  }
}

async function check(request: Request, env: Bindings): Promise<Response> {
  const config = adminConfigOf(env);
  if (typeof config === "string") throw new AdminRefusal(503, config);
  const url = new URL(request.url);
  if (!config.allowedHosts.has(url.hostname)) throw new AdminRefusal(403, "This host is not served.");
  if (url.protocol !== "https:") throw new AdminRefusal(403, "Use https.");
  const who = await personOf(request.headers, config.access);

  switch (url.pathname.replace(/\/$/, "")) {
    case "/admin":
      demandMethod(request, "GET");
      return overviewPage(config, who, await readOverview(config));
    case "/admin/switch":
      demandMethod(request, "GET", "POST");
      return request.method === "POST"
        ? turn(request, url, config, who)
        : confirmPage(config, url.searchParams.get("to") !== "on", await formToken(config.formKey, who));
    case "/admin/conversation":
      demandMethod(request, "GET");
      return conversation(url.searchParams, config, who);
    default:
      throw new AdminRefusal(404, "There is no such page.");
  }
}

function demandMethod({ method }: Request, ...allowed: readonly string[]): void {
  // A HEAD would cost what the page does.
  if (!allowed.includes(method)) throw new AdminRefusal(405, `Use ${allowed.join(" or ")}.`, { Allow: allowed.join(", ") });
}

async function turn(request: Request, url: URL, config: AdminConfig, who: string): Promise<Response> {
  const form = await demandOwnForm(request, url.origin, config.formKey, who);
  const to = form.get("to");
  if (to !== "on" && to !== "off") throw new AdminRefusal(400, "The form does not say whether to switch on or off.");
  await config.runCaps.getByName("all").turn(to === "off", who);
  note({ what: `switched ${to}`, who });
  return redirect("/admin");
}

async function conversation(query: URLSearchParams, config: AdminConfig, who: string): Promise<Response> {
  if (!config.readsConversations) throw new AdminRefusal(403, "Conversations are not shown here: the stack's setting adminReadsConversations is off.");
  const [group, session] = [query.get("group") ?? "", query.get("session") ?? ""];
  const messages = await readConversation(config, group, session);
  if (messages === null) throw new AdminRefusal(404, "There is no such session.");
  note({ what: "read a conversation", who, group, session });
  return conversationPage(config, group, session, messages);
}

/** What people did here stands in the Worker's log, without a word of a conversation. */
function note(what: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ event: "admin", ...what }));
}
