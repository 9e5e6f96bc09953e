using System.Globalization;
using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Edge.Declared;

namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>Reads applications, policies and service tokens.</summary>
internal sealed class AccessReader(List<string> problems, List<string> notReproduced)
{
    public AccessConfiguration Read(DeclaredStack stack)
    {
        var policies = stack
            .OfType(ResourceTypes.AccessPolicy)
            .Where(p => p.Outputs.Text("id") is not null)
            .ToDictionary(p => p.Outputs.Text("id")!, p => ReusablePolicy(p.Name, p.Inputs));
        var organization = stack.OfType(ResourceTypes.Organization).FirstOrDefault();
        var applications = stack
            .OfType(ResourceTypes.AccessApplication)
            .Select(a => Application(a, policies))
            // One entry a destination: another application's may lie between two of them.
            .SelectMany(a => a.Destinations.Select(d => a with { Destinations = [d] }))
            .OrderBy(a => a.Destinations[0].Specificity)
            .ToArray();
        if (applications.Length > 0)
        {
            notReproduced.Add("the identity providers of Access: a local page takes an e-mail address without proof");
        }

        return new AccessConfiguration
        {
            Applications = applications,
            ServiceTokens = stack.OfType(ResourceTypes.ServiceToken).Select(Token).OfType<ServiceToken>().ToDictionary(t => t.ClientId),
            TeamDomain = organization?.Inputs.Text("authDomain") ?? TeamDomainOfWorkers(stack),
            DeniesUnmatched = organization?.Inputs.Flag("denyUnmatchedRequests") == true,
        };
    }

    // The Worker is told whose signature to expect, and that is declared.
    private static string? TeamDomainOfWorkers(DeclaredStack stack) =>
        stack
            .OfType(ResourceTypes.Script)
            .SelectMany(s => s.Inputs.Objects("bindings"))
            .FirstOrDefault(b => b.Text("name") == "ACCESS_TEAM_DOMAIN")
            .Text("text");

    private AccessApplication Application(DeclaredResource resource, Dictionary<string, AccessPolicy> policies)
    {
        var inputs = resource.Inputs;
        var uris = inputs.Objects("destinations").Select(d => d.Text("uri")).OfType<string>().ToList();
        if (uris.Count == 0 && inputs.Text("domain") is { } domain)
        {
            uris.Add(domain);
        }

        if (uris.Count == 0 || resource.Outputs.Text("aud") is null)
        {
            problems.Add($"{resource.Name}: an Access application needs a domain or destinations, and its output aud");
        }

        if (inputs.Text("type") is { } type and not "self_hosted")
        {
            notReproduced.Add($"{resource.Name}: Access applications of the type {type}");
        }

        return new AccessApplication(
            inputs.Text("name") ?? resource.Name,
            resource.Outputs.Text("aud") ?? "",
            [.. uris.Select(AccessDestination.Parse)],
            [.. Policies(resource, policies)]
        )
        {
            Answers401 = inputs.Flag("serviceAuth401Redirect") == true,
            SessionDuration = GoDuration.Parse(inputs.Text("sessionDuration") ?? "24h") ?? Invalid(resource.Name, "sessionDuration"),
            HttpOnlyCookie = inputs.Flag("httpOnlyCookieAttribute") ?? true,
            SameSiteCookie = inputs.Text("sameSiteCookieAttribute") ?? "lax",
        };
    }

    private List<AccessPolicy> Policies(DeclaredResource application, Dictionary<string, AccessPolicy> policies)
    {
        var used = new List<AccessPolicy>();
        foreach (var reference in application.Inputs.Objects("policies").OrderBy(p => p.Whole("precedence") ?? int.MaxValue))
        {
            if (reference.Text("id") is not { } id)
            {
                used.Add(Policy(application.Name, reference));
            }
            else if (policies.TryGetValue(id, out var policy))
            {
                used.Add(policy);
            }
            else
            {
                problems.Add($"{application.Name}: its policy {id} is not declared in this stack");
            }
        }

        return used;
    }

    // A policy of its own lasts 24 hours where it says nothing, and goes before its application: the provider's default.
    private AccessPolicy ReusablePolicy(string name, JsonObject inputs) =>
        Policy(name, inputs) with
        {
            SessionDuration = GoDuration.Parse(inputs.Text("sessionDuration") ?? "24h") ?? Invalid(name, "sessionDuration"),
        };

    private AccessPolicy Policy(string name, JsonObject inputs)
    {
        var decision = inputs.Text("decision") switch
        {
            "allow" => AccessDecision.Allow,
            "non_identity" => AccessDecision.ServiceAuth,
            "bypass" => AccessDecision.Bypass,
            _ => AccessDecision.Deny,
        };
        if (decision == AccessDecision.Deny && inputs.Text("decision") != "deny")
        {
            problems.Add($"{name}: a policy's decision is allow, deny, non_identity or bypass");
        }

        return new AccessPolicy(
            inputs.Text("name") ?? name,
            decision,
            Selectors(name, inputs, "includes", otherwise: false),
            Selectors(name, inputs, "requires", otherwise: false),
            Selectors(name, inputs, "excludes", otherwise: true)
        );
    }

    // A selector that is not known here is held against the request: in an exclude it holds, elsewhere it does not.
    private List<AccessSelector> Selectors(string name, JsonObject inputs, string key, bool otherwise)
    {
        var selectors = new List<AccessSelector>();
        foreach (var (kind, value) in inputs.Objects(key).SelectMany(o => o).Where(p => p.Value is not null))
        {
            Func<AccessIdentity, bool>? matches = kind switch
            {
                "serviceToken" when value.Text("tokenId") is { } id => identity => identity.Token?.Id == id,
                "anyValidServiceToken" => identity => identity.Token is not null,
                "email" when value.Text("email") is { } email => identity => string.Equals(identity.Email, email, StringComparison.OrdinalIgnoreCase),
                "emailDomain" when value.Text("domain") is { } domain => identity =>
                    identity.Email?.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase) == true,
                "everyone" => _ => true,
                _ => null,
            };
            if (matches is null)
            {
                notReproduced.Add($"{name}: the Access selector {kind}; it lets nobody in");
            }

            selectors.Add(new AccessSelector(kind, matches ?? (_ => otherwise)));
        }

        return selectors;
    }

    private ServiceToken? Token(DeclaredResource resource)
    {
        var outputs = resource.Outputs;
        if (outputs.Text("clientId") is not { } clientId || outputs.Text("clientSecret") is not { } secret || outputs.Text("id") is not { } id)
        {
            problems.Add($"{resource.Name}: a service token needs its outputs id, clientId and clientSecret");
            return null;
        }

        return new ServiceToken(
            id,
            clientId,
            secret,
            outputs.Text("previousClientSecret"),
            Instant(resource.Name, resource.Inputs.Text("previousClientSecretExpiresAt"), DateTimeOffset.MinValue),
            Instant(resource.Name, outputs.Text("expiresAt"), DateTimeOffset.MaxValue)
        );
    }

    private DateTimeOffset Instant(string name, string? text, DateTimeOffset absent)
    {
        if (text is null)
        {
            return absent;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return instant;
        }

        problems.Add($"{name}: '{text}' is no time of the form 2026-01-31T00:00:00Z");
        return absent;
    }

    private TimeSpan Invalid(string name, string key)
    {
        problems.Add($"{name}: {key} is a duration such as 30m or 24h");
        return TimeSpan.Zero;
    }
}
