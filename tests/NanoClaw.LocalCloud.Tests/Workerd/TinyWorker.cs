using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Tests;

/// <summary>A Worker that tells what it has, as a stack would declare it.</summary>
internal static class TinyWorker
{
    public const string Secret = "planted-secret-\"quoted\"\\é\n";

    private const string Script = """
        import { DurableObject } from "cloudflare:workers";
        export class GroupAgent extends DurableObject {
          async count() {
            this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS visits (at INTEGER)");
            this.ctx.storage.sql.exec("INSERT INTO visits VALUES (1)");
            return this.ctx.storage.sql.exec("SELECT count(*) AS n FROM visits").one().n;
          }
          async keep(way, character, length) {
            const { storage } = this.ctx;
            const text = character.repeat(length);
            storage.sql.exec("CREATE TABLE IF NOT EXISTS kept (a, b)");
            try {
              switch (way) {
                case "text": storage.sql.exec("INSERT INTO kept VALUES (?, 1)", text); break;
                case "blob": storage.sql.exec("INSERT INTO kept VALUES (?, 1)", new TextEncoder().encode(text).buffer); break;
                case "row": storage.sql.exec("INSERT INTO kept VALUES (?, ?)", text, text); break;
                case "put": await storage.put("key", text); break;
                case "puts": await storage.put({ one: 1, two: text }); break;
                case "kv": storage.kv.put("key", { text }); break;
              }
              return "kept";
            } catch (error) {
              return error.message;
            }
          }
        }
        export default {
          async fetch(request, env) {
            const url = new URL(request.url);
            switch (url.pathname) {
              case "/url": return new Response(request.url);
              case "/bindings": return Response.json({ text: env.TEXT, secret: env.SECRET, names: Object.keys(env).sort() });
              case "/visit": return new Response(String(await env.GROUPS.get(env.GROUPS.idFromName("a")).count()));
              case "/keep": return new Response(await env.GROUPS.get(env.GROUPS.idFromName("a")).keep(url.searchParams.get("way"), url.searchParams.get("character"), Number(url.searchParams.get("length"))));
              case "/limit": {
                const results = [];
                for (let i = 0; i < 3; i++) results.push((await env.LIMIT.limit({ key: url.search })).success);
                return Response.json(results);
              }
              case "/fetch":
                try {
                  const answer = await fetch(url.searchParams.get("url"), { method: url.searchParams.get("method") ?? "GET" });
                  return new Response(`${answer.status} ${await answer.text()}`);
                } catch (error) {
                  return new Response("refused");
                }
              default: return new Response("?", { status: 404 });
            }
          },
        };
        """;

    public static DeclaredStack Stack(string? modelBaseUrl = null, string script = Script) => new("test", [Resource(modelBaseUrl, script)], []);

    /// <summary>With one before it, which asks its objects and keeps what it is sent, and one beside it, which asks that one.</summary>
    public static DeclaredStack StackOfThree() =>
        new(
            "test",
            [
                Beside(
                    "tiny-page",
                    """export default { async fetch(request, env) { return new Response("by the front: " + await (await env.FRONT.fetch(request)).text()); } };""",
                    new JsonObject
                    {
                        ["type"] = "service",
                        ["name"] = "FRONT",
                        ["service"] = "tiny-front",
                    }
                ),
                Resource(null, Script),
                Beside(
                    "tiny-front",
                    """
                    export default {
                      async fetch(request, env) {
                        await env.BUCKET.put("a", request.url);
                        return new Response(await env.GROUPS.getByName("a").count() + " " + await (await env.BUCKET.get("a")).text());
                      },
                    };
                    """,
                    new JsonObject
                    {
                        ["type"] = "durable_object_namespace",
                        ["name"] = "GROUPS",
                        ["className"] = "GroupAgent",
                        ["scriptName"] = "tiny",
                    },
                    new JsonObject
                    {
                        ["type"] = "r2_bucket",
                        ["name"] = "BUCKET",
                        ["bucketName"] = "pieces",
                    }
                ),
            ],
            []
        );

    private static DeclaredResource Beside(string name, string script, params JsonNode[] bindings) =>
        new(
            DeclaredWorker.ResourceType,
            name,
            null,
            new JsonObject
            {
                ["scriptName"] = name,
                ["mainModule"] = "main.js",
                ["content"] = script,
                ["compatibilityDate"] = "2026-10-01",
                ["bindings"] = new JsonArray(bindings),
            },
            []
        );

    private static DeclaredResource Resource(string? modelBaseUrl, string script)
    {
        var bindings = new JsonArray(
            new JsonObject
            {
                ["type"] = "plain_text",
                ["name"] = "TEXT",
                ["text"] = "plain",
            },
            new JsonObject
            {
                ["type"] = "plain_text",
                ["name"] = "ACCESS_TEAM_DOMAIN",
                ["text"] = "team.cloudflareaccess.com",
            },
            new JsonObject
            {
                ["type"] = "secret_text",
                ["name"] = "SECRET",
                ["text"] = Secret,
            },
            new JsonObject
            {
                ["type"] = "durable_object_namespace",
                ["name"] = "GROUPS",
                ["className"] = "GroupAgent",
            },
            new JsonObject
            {
                ["type"] = "ratelimit",
                ["name"] = "LIMIT",
                ["namespaceId"] = "1001",
                ["simple"] = new JsonObject { ["limit"] = 2.0, ["period"] = 60.0 },
            },
            new JsonObject { ["type"] = "ai", ["name"] = "AI" }
        );
        if (modelBaseUrl is not null)
        {
            bindings.Add(
                new JsonObject
                {
                    ["type"] = "plain_text",
                    ["name"] = "MODEL_BASE_URL",
                    ["text"] = modelBaseUrl,
                }
            );
        }

        var inputs = new JsonObject
        {
            ["scriptName"] = "tiny",
            ["mainModule"] = "main.js",
            ["content"] = script,
            ["compatibilityDate"] = "2026-10-01",
            ["compatibilityFlags"] = new JsonArray("nodejs_compat"),
            ["bindings"] = bindings,
            ["migrations"] = new JsonObject { ["newTag"] = "v1", ["newSqliteClasses"] = new JsonArray("GroupAgent") },
        };
        return new DeclaredResource(DeclaredWorker.ResourceType, "worker", null, inputs, []);
    }
}
