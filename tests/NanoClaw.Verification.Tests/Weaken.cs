using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NanoClaw.LocalCloud;

namespace NanoClaw.Verification.Tests;

/// <summary>What somebody may do to a deployment by hand, on a bad day.</summary>
internal static partial class Weaken
{
    private const string Custom = "cloudflare:index/ruleset:Ruleset";
    private const string Script = "cloudflare:index/workersScript:WorkersScript";
    private const string Domain = "cloudflare:index/workersCustomDomain:WorkersCustomDomain";
    private const string Subdomain = "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain";
    private const string Application = "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication";
    private const string Policy = "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy";

    /// <summary>A resource is deleted.</summary>
    public static DeclaredStack Without(this DeclaredStack stack, string name)
    {
        Assert.Contains(stack.Resources, r => r.Name == name);
        return stack with { Resources = [.. stack.Resources.Where(r => r.Name != name)] };
    }

    /// <summary>Access is switched off for one application.</summary>
    public static DeclaredStack WithoutApplication(this DeclaredStack stack, string name) =>
        stack with
        {
            Resources = [.. stack.Resources.Where(r => r.Type != Application || r.Name != name)],
        };

    /// <summary>A rule of the zone is deleted.</summary>
    public static DeclaredStack WithoutRule(this DeclaredStack stack, string reference) =>
        stack.Change(
            Custom,
            r => r["phase"]!.GetValue<string>() == "http_request_firewall_custom",
            inputs =>
            {
                var rules = inputs["rules"]!.AsArray();
                Assert.Equal(1, rules.RemoveAll(rule => rule!["ref"]!.GetValue<string>() == reference));
            }
        );

    /// <summary>The rate limit counts to another number.</summary>
    public static DeclaredStack WithRateLimit(this DeclaredStack stack, int requests) =>
        stack.Change(
            Custom,
            r => r["phase"]!.GetValue<string>() == "http_ratelimit",
            inputs => inputs["rules"]![0]!["ratelimit"]!["requestsPerPeriod"] = (double)requests
        );

    /// <summary>A policy of Access lets in whoever has any service token of the account.</summary>
    public static DeclaredStack WithAnyServiceToken(this DeclaredStack stack) =>
        stack.Change(
            Policy,
            inputs => inputs["decision"]!.GetValue<string>() == "non_identity",
            inputs => inputs["includes"] = JsonNode.Parse("""[{ "anyValidServiceToken": {} }]""")
        );

    /// <summary>A policy of Access lets in everybody.</summary>
    public static DeclaredStack WithBypass(this DeclaredStack stack) =>
        stack.Change(
            Policy,
            inputs => inputs["decision"]!.GetValue<string>() == "non_identity",
            inputs =>
            {
                inputs["decision"] = "bypass";
                inputs["includes"] = JsonNode.Parse("""[{ "everyone": {} }]""");
            }
        );

    /// <summary>workers.dev or the addresses of versions are switched on.</summary>
    public static DeclaredStack WithAddress(this DeclaredStack stack, string flag) => stack.Change(Subdomain, _ => true, inputs => inputs[flag] = true);

    /// <summary>The Worker is deployed anew by hand, with a front that takes every bearer token for the right one.</summary>
    public static DeclaredStack WithoutBearerCheck(this DeclaredStack stack, string token) =>
        stack.Change(
            Script,
            _ => true,
            inputs =>
            {
                var content = inputs["content"]!.GetValue<string>();
                var export = DefaultExport().Match(content);
                Assert.True(export.Success, "the bundle has no default export to put something before");
                inputs["content"] =
                    DefaultExport().Replace(content, "careless as default", 1)
                    + $$"""

                        const careless = {
                          fetch(request, env, context) {
                            const headers = new Headers(request.headers);
                            headers.set("Authorization", "Bearer {{token}}");
                            return {{export.Groups["name"].Value}}.fetch(new Request(request, { headers }), env, context);
                          },
                        };
                        """;
            }
        );

    /// <summary>A bearer token that was ended stays valid.</summary>
    public static DeclaredStack WithOldToken(this DeclaredStack stack, string token) =>
        stack.Change(
            Script,
            IsFront,
            inputs =>
                inputs["bindings"]!.AsArray().Single(b => b!["name"]!.GetValue<string>() == "TOKEN_SHA256_PREVIOUS")!["text"] = Convert.ToHexStringLower(
                    SHA256.HashData(Encoding.UTF8.GetBytes(token))
                )
        );

    /// <summary>The Worker is told that there is no Access.</summary>
    public static DeclaredStack WithoutAccessMode(this DeclaredStack stack) =>
        stack.Change(Script, IsFront, inputs => inputs["bindings"]!.AsArray().Single(b => b!["name"]!.GetValue<string>() == "ACCESS_MODE")!["text"] = "off");

    /// <summary>Another hostname leads to the Worker.</summary>
    public static DeclaredStack WithHostname(this DeclaredStack stack, string hostname)
    {
        var domain = stack.OfType(Domain).Single();
        var inputs = (JsonObject)domain.Inputs.DeepClone();
        inputs["hostname"] = hostname;
        return stack with { Resources = [.. stack.Resources, domain with { Name = hostname, Inputs = inputs }] };
    }

    /// <summary>Whether it is the one that checks who asks: the agent and the admin page are scripts too.</summary>
    private static bool IsFront(JsonObject inputs) => inputs["bindings"]!.AsArray().Any(binding => binding!["name"]!.GetValue<string>() == "ACCESS_MODE");

    private static DeclaredStack Change(this DeclaredStack stack, string type, Func<JsonObject, bool> which, Action<JsonObject> change)
    {
        Assert.Contains(stack.OfType(type), r => which(r.Inputs));
        return stack with
        {
            Resources =
            [
                .. stack.Resources.Select(r =>
                {
                    if (r.Type != type || !which(r.Inputs))
                    {
                        return r;
                    }

                    var inputs = (JsonObject)r.Inputs.DeepClone();
                    change(inputs);
                    return r with { Inputs = inputs };
                }),
            ],
        };
    }

    [GeneratedRegex(@"(?<name>[A-Za-z_$][\w$]*) as default", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DefaultExport();
}
