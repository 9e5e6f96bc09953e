using System.Collections.Immutable;
using NanoClaw.Infra.Rules;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;

namespace NanoClaw.Infra.Components;

/// <summary>What an <see cref="AccessGate"/> is made from.</summary>
public sealed record AccessGateArgs
{
    public required string AccountId { get; init; }

    public required string Hostname { get; init; }

    /// <summary>Prefix of every name on Cloudflare, the environment's own.</summary>
    public required string Name { get; init; }

    /// <summary>The ids of this environment's service tokens: they pass, and nothing else does.</summary>
    public required ImmutableArray<Output<string>> ServiceTokenIds { get; init; }

    /// <summary>People who may see <c>/admin</c>.</summary>
    public required IReadOnlyList<string> AdminEmails { get; init; }
}

/// <summary>
/// Access in front of the hostname: services by token, people by e-mail and under <c>/admin</c> only. An application without a
/// policy lets nobody in, so what is not named here is refused.
/// </summary>
public sealed class AccessGate : ComponentResource
{
    // Signed in for a working day at most; a service token is checked on each request anyway. Said on the policies too: theirs goes
    // before the application's, and is 24 hours where nothing is said.
    private const string PeopleSession = "8h";
    private const string ServiceSession = "15m";

    public AccessGate(string name, AccessGateArgs args, ComponentResourceOptions? options = null)
        : base("nanoclaw:index:AccessGate", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        Application = CreateServiceApplication(args);
        AdminApplication = CreateAdminApplication(args);
        RegisterOutputs();
    }

    /// <summary>The application on the hostname, whose audience the Worker demands.</summary>
    public ZeroTrustAccessApplication Application { get; }

    /// <summary>The application on <c>/admin</c>.</summary>
    public ZeroTrustAccessApplication AdminApplication { get; }

    private ZeroTrustAccessApplication CreateServiceApplication(AccessGateArgs args)
    {
        var policy = new ZeroTrustAccessPolicy(
            "services",
            new()
            {
                AccountId = args.AccountId,
                Name = $"{args.Name}: its own service tokens",
                Decision = "non_identity",
                SessionDuration = ServiceSession,
                Includes = args
                    .ServiceTokenIds.Select(id => new ZeroTrustAccessPolicyIncludeArgs
                    {
                        ServiceToken = new ZeroTrustAccessPolicyIncludeServiceTokenArgs { TokenId = id },
                    })
                    .ToArray(),
            },
            LogicalName.Child(this, $"{args.Name}-services")
        );

        return new(
            "agent",
            new()
            {
                AccountId = args.AccountId,
                Name = $"{args.Name}: agent",
                Type = "self_hosted",
                Domain = args.Hostname,
                Destinations =
                {
                    new ZeroTrustAccessApplicationDestinationArgs { Type = "public", Uri = args.Hostname },
                },
                Policies =
                {
                    new ZeroTrustAccessApplicationPolicyArgs { Id = policy.Id, Precedence = 1 },
                },
                SessionDuration = ServiceSession,
                // A team made before October 2026 judges service tokens leniently: without it a refused one gets a 302 to the login page.
                ServiceAuth401Redirect = true,
                AppLauncherVisible = false,
                HttpOnlyCookieAttribute = true,
                SameSiteCookieAttribute = "strict",
            },
            LogicalName.Child(this, $"{args.Name}-agent")
        );
    }

    private ZeroTrustAccessApplication CreateAdminApplication(AccessGateArgs args)
    {
        var admin = $"{args.Hostname}{AgentRules.AdminPath}";
        var application = new ZeroTrustAccessApplicationArgs
        {
            AccountId = args.AccountId,
            Name = $"{args.Name}: admin",
            Type = "self_hosted",
            Domain = admin,
            // '/admin/*' does not cover '/admin' itself, and the more specific application inherits nothing from the other.
            Destinations =
            {
                new ZeroTrustAccessApplicationDestinationArgs { Type = "public", Uri = admin },
                new ZeroTrustAccessApplicationDestinationArgs { Type = "public", Uri = $"{admin}/*" },
            },
            SessionDuration = PeopleSession,
            AppLauncherVisible = false,
            HttpOnlyCookieAttribute = true,
            // The login comes back from another site: 'strict' would lose the session on the way.
            SameSiteCookieAttribute = "lax",
        };

        if (args.AdminEmails.Count > 0)
        {
            var policy = new ZeroTrustAccessPolicy(
                "admins",
                new()
                {
                    AccountId = args.AccountId,
                    Name = $"{args.Name}: admins",
                    Decision = "allow",
                    SessionDuration = PeopleSession,
                    Includes = args
                        .AdminEmails.Select(email => new ZeroTrustAccessPolicyIncludeArgs
                        {
                            Email = new ZeroTrustAccessPolicyIncludeEmailArgs { Email = email },
                        })
                        .ToArray(),
                },
                LogicalName.Child(this, $"{args.Name}-admins")
            );
            application.Policies.Add(new ZeroTrustAccessApplicationPolicyArgs { Id = policy.Id, Precedence = 1 });
        }

        return new("admin", application, LogicalName.Child(this, $"{args.Name}-admin"));
    }
}
