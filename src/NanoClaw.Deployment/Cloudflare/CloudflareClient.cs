using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.Deployment.Cloudflare;

/// <summary>The calls that a setup makes. Each returns null, or nothing, where the token is not let see it.</summary>
public sealed class CloudflareClient(CloudflareApi api)
{
    private const int InvalidToken = 1000;
    private const int NoSuchWorkersSubdomain = 10007;

    /// <summary>The calls below, one by one, for what has no method of its own.</summary>
    public CloudflareApi Api => api;

    /// <summary>What the token is; null where it is none of a person's (it may be an account's) or not valid at all.</summary>
    /// <exception cref="DeploymentException">The token works from other addresses only.</exception>
    public async Task<TokenStatus?> VerifyTokenAsync(CancellationToken cancellationToken) =>
        ToTokenStatus(await api.GetAsync("user/tokens/verify", cancellationToken).ConfigureAwait(false), isAccountOwned: false);

    /// <summary>The same of a token that an account owns.</summary>
    public async Task<TokenStatus?> VerifyAccountTokenAsync(string accountId, CancellationToken cancellationToken) =>
        ToTokenStatus(await api.GetAsync($"accounts/{accountId}/tokens/verify", cancellationToken).ConfigureAwait(false), isAccountOwned: true);

    /// <summary>The accounts that the token may list. An account's own token may list none (code 1001).</summary>
    public async Task<IReadOnlyList<Account>> AccountsAsync(CancellationToken cancellationToken)
    {
        var (items, _) = await api.ListAsync("accounts", cancellationToken).ConfigureAwait(false);
        return [.. items.Select(ToAccount)];
    }

    /// <summary>The zones that the token may see.</summary>
    public async Task<(IReadOnlyList<Zone> Zones, bool IsRefused)> ZonesAsync(CancellationToken cancellationToken)
    {
        var (items, last) = await api.ListAsync("zones", cancellationToken).ConfigureAwait(false);
        return ([.. items.Select(ToZone)], last.IsRefused || !last.IsDone);
    }

    /// <summary>The account's subdomain of workers.dev; null where none is registered.</summary>
    public async Task<string?> WorkersSubdomainAsync(string accountId, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"accounts/{accountId}/workers/subdomain", cancellationToken).ConfigureAwait(false);
        return answer.IsDone
            ? Text(answer.Result, "subdomain") is { Length: > 0 } name
                ? name
                : null
            : answer.Has(NoSuchWorkersSubdomain) || answer.Status == HttpStatusCode.NotFound
                ? null
                : throw Unexpected("read the account's workers.dev subdomain", answer);
    }

    /// <summary>Registers a subdomain of workers.dev.</summary>
    /// <returns>Why not; null where it is registered now.</returns>
    public async Task<string?> RegisterWorkersSubdomainAsync(string accountId, string name, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["subdomain"] = name }.ToJsonString();
        var answer = await api.SendAsync(HttpMethod.Put, $"accounts/{accountId}/workers/subdomain", body, cancellationToken).ConfigureAwait(false);
        return answer.IsDone ? null : answer.Why;
    }

    /// <summary>The Zero Trust team of the account.</summary>
    public async Task<TeamAnswer> TeamAsync(string accountId, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"accounts/{accountId}/access/organizations", cancellationToken).ConfigureAwait(false);
        return answer switch
        {
            { IsDone: true } when Text(answer.Result, "auth_domain") is { Length: > 0 } domain => new(domain, Exists: true),
            { IsDone: true } => new(Domain: null, Exists: false),
            _ when IsSwitchedOff(answer) || answer.Status == HttpStatusCode.NotFound => new(Domain: null, Exists: false),
            { IsRefused: true } => new(Domain: null, Exists: null),
            _ => throw Unexpected("read the Zero Trust team", answer),
        };
    }

    /// <summary>The zone's entry-point rulesets; null where the token may not list them.</summary>
    public async Task<IReadOnlyList<Ruleset>?> RulesetsAsync(string zoneId, IReadOnlyList<string> phases, CancellationToken cancellationToken)
    {
        var list = await api.GetAsync($"zones/{zoneId}/rulesets", cancellationToken).ConfigureAwait(false);
        if (!list.IsDone || list.Result.ValueKind != JsonValueKind.Array)
        {
            return list.IsRefused ? null : throw Unexpected("list the zone's rulesets", list);
        }

        List<Ruleset> found = [];
        foreach (
            var entry in list
                .Result.EnumerateArray()
                .Where(entry => Text(entry, "kind") == "zone" && phases.Contains(Text(entry, "phase"), StringComparer.Ordinal))
        )
        {
            var answer = await api.GetAsync($"zones/{zoneId}/rulesets/{Text(entry, "id")}", cancellationToken).ConfigureAwait(false);
            if (answer.IsRefused)
            {
                return null;
            }

            found.Add(answer.IsDone ? ToRuleset(answer.Result) : throw Unexpected($"read the zone's ruleset of the phase {Text(entry, "phase")}", answer));
        }

        return found;
    }

    /// <summary>The DNS records of one name; null where the token may not read them.</summary>
    public async Task<IReadOnlyList<DnsRecord>?> DnsRecordsAsync(string zoneId, string name, CancellationToken cancellationToken)
    {
        var (items, last) = await api.ListAsync($"zones/{zoneId}/dns_records?name.exact={Uri.EscapeDataString(name)}", cancellationToken).ConfigureAwait(false);
        return last.IsDone
                ?
                [
                    .. items
                        .Select(item => new DnsRecord(Text(item, "type"), Text(item, "name"), Text(item, "content")))
                        .Where(record => string.Equals(record.Name, name, StringComparison.OrdinalIgnoreCase)),
                ]
            : last.IsRefused ? null
            : throw Unexpected($"read the DNS records of {name}", last);
    }

    /// <summary>Which Worker has the hostname as its custom domain; null for none.</summary>
    public async Task<string?> WorkerOfHostnameAsync(string accountId, string hostname, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"accounts/{accountId}/workers/domains?hostname={Uri.EscapeDataString(hostname)}", cancellationToken)
            .ConfigureAwait(false);
        return answer.IsDone && answer.Result.ValueKind == JsonValueKind.Array
                ? answer
                    .Result.EnumerateArray()
                    .Where(domain => Text(domain, "hostname") == hostname)
                    .Select(domain => Text(domain, "service"))
                    .FirstOrDefault()
            : answer.IsRefused ? null
            : throw Unexpected($"ask which Worker answers at {hostname}", answer);
    }

    /// <summary>Whether a product is refused because nobody has switched it on: Access without a team (9999), R2 (10042).</summary>
    internal static bool IsSwitchedOff(ApiAnswer answer) => answer.Says("not_enabled") || answer.Has(10042);

    private static TokenStatus? ToTokenStatus(ApiAnswer answer, bool isAccountOwned)
    {
        if (answer.Says("from location"))
        {
            throw new DeploymentException(
                $"The API token may not be used from this machine's address: {answer.Why}. Take the client IP filter off it, or add the address: {DashboardPages.Mine}",
                DeploymentFailure.Refused
            );
        }

        return answer.IsDone ? new(Text(answer.Result, "id"), Text(answer.Result, "status"), Time(answer.Result, "expires_on"), isAccountOwned)
            : answer.IsRefused || answer.Has(InvalidToken) || answer.Status == HttpStatusCode.BadRequest ? null
            : throw Unexpected("verify the API token", answer);
    }

    private static Account ToAccount(JsonElement item) => new(Text(item, "id"), Text(item, "name"));

    private static Zone ToZone(JsonElement item) =>
        new(
            Text(item, "id"),
            Text(item, "name"),
            item.TryGetProperty("plan", out var plan) && Text(plan, "legacy_id") is { Length: > 0 } name ? name : null,
            Text(item, "status"),
            item.TryGetProperty("paused", out var paused) && paused.ValueKind == JsonValueKind.True,
            Text(item, "type") is "full" or "",
            item.TryGetProperty("name_servers", out var servers) && servers.ValueKind == JsonValueKind.Array
                ? [.. servers.EnumerateArray().Select(server => server.GetString() ?? "")]
                : [],
            item.TryGetProperty("account", out var account) ? ToAccount(account) : new("", "")
        );

    private static Ruleset ToRuleset(JsonElement item) =>
        new(
            Text(item, "id"),
            Text(item, "name"),
            Text(item, "phase"),
            item.TryGetProperty("rules", out var rules) && rules.ValueKind == JsonValueKind.Array ? [.. rules.EnumerateArray().Select(ToRule)] : []
        );

    private static RulesetRule ToRule(JsonElement rule) =>
        new(
            Text(rule, "ref"),
            Text(rule, "description"),
            Text(rule, "action"),
            Text(rule, "expression"),
            !rule.TryGetProperty("enabled", out var enabled) || enabled.ValueKind != JsonValueKind.False,
            rule.TryGetProperty("action_parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object && parameters.EnumerateObject().Any()
        );

    private static string Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static DateTimeOffset? Time(JsonElement item, string name) =>
        DateTimeOffset.TryParse(Text(item, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static DeploymentException Unexpected(string what, ApiAnswer answer) =>
        new(
            $"Cloudflare would not {what}: {answer.Why} (HTTP {(int)answer.Status}). Nothing was changed; https://www.cloudflarestatus.com says whether it is out of order.",
            DeploymentFailure.Failed
        );
}

/// <summary>What is known of the Zero Trust team.</summary>
/// <param name="Domain">Its domain, such as <c>example.cloudflareaccess.com</c>.</param>
/// <param name="Exists">Whether there is one; null where the token may not ask.</param>
public sealed record TeamAnswer(string? Domain, bool? Exists);
