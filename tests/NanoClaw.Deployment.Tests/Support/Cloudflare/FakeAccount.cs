using System.Text.Json.Nodes;

namespace NanoClaw.Deployment.Tests;

/// <summary>What an account of Cloudflare holds, and what a token of it may do.</summary>
internal sealed class FakeAccount
{
    public const string AccountId = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
    public const string ZoneId = "f9e8d7c6b5a493827160f5e4d3c2b1a0";

    private static readonly string[] Actions = ["block", "challenge", "js_challenge", "managed_challenge", "skip", "log", "execute"];

    /// <summary>What was changed, in words.</summary>
    public List<string> Effects { get; } = [];

    /// <summary>Permissions that the token lacks, by the dashboard's names.</summary>
    public HashSet<string> Missing { get; } = new(StringComparer.Ordinal);

    /// <summary>Permissions of which it has Read alone.</summary>
    public HashSet<string> ReadOnly { get; } = new(StringComparer.Ordinal);

    public bool IsAccountOwned { get; set; }

    public string TokenStatus { get; set; } = "active";

    public string? TokenEnds { get; set; }

    /// <summary>Whether the token has a filter by address that this machine does not pass.</summary>
    public bool IsElsewhere { get; set; }

    public List<JsonObject> Accounts { get; } =
    [
        new()
        {
            ["id"] = AccountId,
            ["name"] = "Ada's account",
            ["type"] = "standard",
        },
    ];

    public List<JsonObject> Zones { get; } = [Zone(ZoneId, "ada.dev", AccountId)];

    public string? Subdomain { get; set; } = "ada";

    /// <summary>Names of workers.dev that others have.</summary>
    public HashSet<string> TakenSubdomains { get; } = new(StringComparer.Ordinal);

    public string? Team { get; set; } = "ada.cloudflareaccess.com";

    public bool HasR2 { get; set; } = true;

    public List<JsonObject> Rulesets { get; } = [];

    public List<JsonObject> Records { get; } = [];

    /// <summary>Custom domains of Workers.</summary>
    public Dictionary<string, string> WorkerDomains { get; } = new(StringComparer.Ordinal);

    public static JsonObject Zone(string id, string name, string accountId, string plan = "free", string status = "active") =>
        new()
        {
            ["id"] = id,
            ["name"] = name,
            ["status"] = status,
            ["paused"] = false,
            ["type"] = "full",
            ["development_mode"] = 0,
            ["name_servers"] = new JsonArray("amy.ns.cloudflare.com", "bob.ns.cloudflare.com"),
            ["account"] = new JsonObject { ["id"] = accountId, ["name"] = accountId == AccountId ? "Ada's account" : "Another account" },
            ["plan"] = new JsonObject
            {
                ["id"] = "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
                ["name"] = $"{plan} Website",
                ["legacy_id"] = plan,
                ["price"] = 0,
            },
        };

    public JsonObject AddRuleset(string id, string phase, params JsonObject[] rules)
    {
        var ruleset = new JsonObject
        {
            ["id"] = id,
            ["name"] = "default",
            ["kind"] = "zone",
            ["phase"] = phase,
            ["version"] = "3",
            ["last_updated"] = "2026-10-01T00:00:00Z",
            ["rules"] = new JsonArray([.. rules]),
        };
        Rulesets.Add(ruleset);
        return ruleset;
    }

    public FakeAnswer Answer(FakeCall call)
    {
        if (IsElsewhere)
        {
            return FakeAnswer.Refuse(403, 9109, "Cannot use the access token from location: 192.0.2.7");
        }

        return call.Parts switch
        {
            ["user", "tokens", "verify"] => IsAccountOwned ? FakeAnswer.Refuse(401, 1000, "Invalid API Token") : Verified(),
            ["accounts", _, "tokens", "verify"] => IsAccountOwned ? Verified() : FakeAnswer.Refuse(401, 1000, "Invalid API Token"),
            _ when TokenStatus != "active" => FakeAnswer.Refuse(403, 9109, "Invalid access token"),
            ["accounts"] when IsAccountOwned => FakeAnswer.Refuse(400, 1001, "List accounts endpoint does not support account owned tokens."),
            ["accounts"] => Guarded(call, "Account Settings", 9109) ?? FakeAnswer.Page(call, Accounts),
            ["zones"] => Guarded(call, "Zone", 9109) ?? FakeAnswer.Page(call, Zones),
            ["accounts", var account, .. var rest] => OfAccount(call, account, rest),
            ["zones", var zone, .. var rest] => OfZone(call, zone, rest),
            _ => FakeAnswer.Refuse(404, 7000, "No route for that URI"),
        };
    }

    private FakeAnswer Verified()
    {
        var result = new JsonObject { ["id"] = "ed17574386854bf78a67040be0a770b0", ["status"] = TokenStatus };
        if (TokenEnds is not null)
        {
            result["expires_on"] = TokenEnds;
        }

        return FakeAnswer.Give(
            result,
            messages:
            [
                new JsonObject
                {
                    ["code"] = 10000,
                    ["message"] = "This API Token is valid and active",
                    ["type"] = null,
                },
            ]
        );
    }

    private FakeAnswer OfAccount(FakeCall call, string account, string[] rest) =>
        rest switch
        {
            _ when Accounts.All(it => (string?)it["id"] != account) => FakeAnswer.Refuse(403, 9109, "Unauthorized to access requested resource"),
            [] => Guarded(call, "Account Settings", 9109) ?? FakeAnswer.Give(Accounts.Find(it => (string?)it["id"] == account)),
            ["workers", .. var workers] => Guarded(call, "Workers Scripts", 10000) ?? OfWorkers(call, workers),
            ["access", "organizations"] => Guarded(call, "Access: Organizations, Identity Providers, and Groups", 10000)
                ?? NoTeam()
                ?? FakeAnswer.Give(new JsonObject { ["auth_domain"] = Team, ["name"] = "Ada" }),
            ["access", "service_tokens", .. var one] => Guarded(call, "Access: Service Tokens", 10000) ?? NoTeam() ?? Collection(call, one, 12133),
            ["access", "apps" or "policies", .. var one] => Guarded(call, "Access: Apps and Policies", 10000) ?? NoTeam() ?? Collection(call, one, 11021),
            ["alerting", "v3", "policies", .. var one] => Guarded(call, "Notifications", 10000) ?? Collection(call, one, 17001),
            ["d1", "database", .. var one] => Guarded(call, "D1", 7403, "The given account is not valid or is not authorized to access this service")
                ?? Collection(call, one, 7404),
            ["r2", "buckets", .. var one] => Guarded(call, "Workers R2 Storage", 10000)
                ?? (HasR2 ? Collection(call, one, 10006) : FakeAnswer.Refuse(403, 10042, "Please enable R2 through the Cloudflare Dashboard.")),
            ["ai-gateway", "gateways", .. var one] => Guarded(call, "AI Gateway", 10000) ?? Collection(call, one, 7002),
            _ => FakeAnswer.Refuse(404, 7003, "Could not route to that, perhaps your object identifier is invalid?"),
        };

    private FakeAnswer OfWorkers(FakeCall call, string[] rest)
    {
        switch (call.Method, rest)
        {
            case ("GET", ["scripts"]):
                return FakeAnswer.Give(new JsonArray());
            case ("GET", ["subdomain"]):
                return Subdomain is null
                    ? FakeAnswer.Refuse(404, 10007, "workers.api.error.subdomain_not_found")
                    : FakeAnswer.Give(new JsonObject { ["subdomain"] = Subdomain });
            case ("PUT", ["subdomain"]):
                var wanted = (string)call.Body!["subdomain"]!;
                if (TakenSubdomains.Contains(wanted))
                {
                    return FakeAnswer.Refuse(409, 10031, "workers.api.error.subdomain_unavailable");
                }

                Subdomain = wanted;
                Effects.Add($"subdomain {wanted}");
                return FakeAnswer.Give(new JsonObject { ["subdomain"] = wanted });
            case ("GET", ["domains"]):
                return FakeAnswer.Give(
                    new JsonArray([
                        .. WorkerDomains
                            .Where(it => !call.Query.TryGetValue("hostname", out var host) || host == it.Key)
                            .Select(it =>
                                (JsonNode)
                                    new JsonObject
                                    {
                                        ["hostname"] = it.Key,
                                        ["service"] = it.Value,
                                        ["environment"] = "production",
                                    }
                            ),
                    ])
                );
            case (_, ["scripts", _, "subdomain"]):
                return FakeAnswer.Refuse(404, 10007, "This Worker does not exist on your account.");
            default:
                return FakeAnswer.Refuse(404, 7000, "No route for that URI");
        }
    }

    private FakeAnswer OfZone(FakeCall call, string zone, string[] rest)
    {
        if (Zones.Find(it => (string?)it["id"] == zone) is not { } found)
        {
            return FakeAnswer.Refuse(403, 9109, "Unauthorized to access requested resource");
        }

        return rest switch
        {
            [] => Guarded(call, "Zone", 9109) ?? FakeAnswer.Give(found),
            ["workers", "routes", .. var one] => Guarded(call, "Workers Routes", 10000) ?? Collection(call, one, 10026),
            ["dns_records"] when call.IsRead => Guarded(call, "DNS", 10000)
                ?? FakeAnswer.Page(call, [.. Records.Where(it => !call.Query.TryGetValue("name.exact", out var name) || name == (string?)it["name"])]),
            ["dns_records", .. var one] => Guarded(call, "DNS", 10000) ?? Collection(call, one, 81044),
            ["settings", var name] => Guarded(call, "Zone Settings", 9109, "Unauthorized to access requested resource")
                ?? (
                    name == "min_tls_version"
                        ? FakeAnswer.Give(
                            new JsonObject
                            {
                                ["id"] = name,
                                ["value"] = "1.0",
                                ["editable"] = true,
                            }
                        )
                        : FakeAnswer.Refuse(400, 1003, "Unrecognized zone setting name")
                ),
            ["rulesets", .. var one] => Guarded(call, "Zone WAF", 0, "request is not authorized") ?? OfRulesets(call, one),
            _ => FakeAnswer.Refuse(404, 7003, "Could not route to that, perhaps your object identifier is invalid?"),
        };
    }

    private FakeAnswer OfRulesets(FakeCall call, string[] rest)
    {
        switch (call.Method, rest)
        {
            case ("GET", []):
                return FakeAnswer.Give(
                    new JsonArray([
                        .. Rulesets.Select(Headline),
                        Headline(
                            new JsonObject
                            {
                                ["id"] = "efb7b8c949ac4650a09736fc376e9aee",
                                ["name"] = "Cloudflare Managed Ruleset",
                                ["kind"] = "managed",
                                ["phase"] = "http_request_firewall_managed",
                            }
                        ),
                    ])
                );
            case ("GET", ["phases", var phase, "entrypoint"]):
                return Rulesets.Find(it => (string?)it["phase"] == phase) is { } found
                    ? FakeAnswer.Give(found)
                    : FakeAnswer.Refuse(404, 10003, $"could not find entrypoint ruleset in the {phase} phase");
            case ("GET", [var id]):
                return Rulesets.Find(it => (string?)it["id"] == id) is { } one ? FakeAnswer.Give(one) : FakeAnswer.Refuse(404, 10001, "could not find ruleset");
            case ("POST", []):
                var asked = (string?)call.Body?["phase"] ?? "";
                if (call.Body?["rules"]?.AsArray().Any(rule => !Actions.Contains((string?)rule?["action"])) ?? true)
                {
                    return FakeAnswer.Refuse(400, 20014, "invalid rule action");
                }

                if (Rulesets.Exists(it => (string?)it["phase"] == asked))
                {
                    return FakeAnswer.Refuse(
                        400,
                        20217,
                        $"'zone' is not a valid value for kind because exceeded maximum number of zone rulesets for phase {asked}"
                    );
                }

                Effects.Add($"ruleset {asked}");
                return FakeAnswer.Give(AddRuleset(Guid.NewGuid().ToString("N"), asked));
            default:
                return FakeAnswer.Refuse(404, 10001, "could not find ruleset");
        }
    }

    private static JsonNode Headline(JsonObject ruleset)
    {
        var headline = ruleset.DeepClone().AsObject();
        headline.Remove("rules");
        return headline;
    }

    private FakeAnswer? NoTeam() =>
        Team is null
            ? FakeAnswer.Refuse(
                403,
                9999,
                "access.api.error.not_enabled: Access is not enabled. Visit the Access dashboard at https://dash.cloudflare.com/ and click the 'Enable Access' button."
            )
            : null;

    // Empty, and whoever writes to one of it is told that there is none; who makes a new one has made it.
    private FakeAnswer Collection(FakeCall call, string[] rest, int code)
    {
        if (call.IsRead)
        {
            return FakeAnswer.Page(call, []);
        }

        if (rest.Length == 0)
        {
            Effects.Add($"{call.Method} {call.Path}");
            return FakeAnswer.Give(new JsonObject { ["id"] = Guid.NewGuid().ToString() });
        }

        return FakeAnswer.Refuse(404, code, "not found");
    }

    private FakeAnswer? Guarded(FakeCall call, string permission, int code, string message = "Authentication error") =>
        Missing.Contains(permission) || (!call.IsRead && ReadOnly.Contains(permission))
            ? code == 0
                ? FakeAnswer.Refuse(403, message)
                : FakeAnswer.Refuse(403, code, message)
            : null;
}
