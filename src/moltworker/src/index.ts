import { DurableObject } from "cloudflare:workers";

export class GroupAgent extends DurableObject {}

export class RunCaps extends DurableObject {}

export default {
  fetch: () => new Response(null, { status: 503 }),
} satisfies ExportedHandler;
