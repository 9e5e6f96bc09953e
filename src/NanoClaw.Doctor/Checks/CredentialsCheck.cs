using System.Globalization;
using System.Runtime.CompilerServices;
using NanoClaw.Agents;
using NanoClaw.Home.Running;
using NanoClaw.Host.Health;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether Access and the Worker take the credentials, without spending a run.</summary>
public sealed class CredentialsCheck : IDoctorCheck
{
    private const string Cure =
        "nanoclaw config pull --stack NAME, best by a timer (docs/OPERATIONS.md); if it changes nothing, rotate the stack's credentials first.";
    private static readonly TimeSpan NearEnd = TimeSpan.FromDays(14);

    /// <summary>Longer than a month, in which the schedule rotates.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromDays(45);

    public string Name => "credentials";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (context.Agent is not { Cloudflare: { Endpoint: not null } options } || context.UsesContainers || context.Offline)
        {
            yield return Finding.Skipped(
                context.UsesContainers ? "The agent runs in a container."
                : context.Offline ? "Not asked (--offline)."
                : "The settings name no endpoint that can be asked."
            );
            yield break;
        }

        yield return await TryAsync(context, options, cancellationToken);
        if (DescribeAge(new PulledCredentials(context.Configuration!).Read(), context.Now) is { } age)
        {
            yield return age;
        }
    }

    /// <summary>Two rotations without a pull lock the assistant out; a token that ends by itself does as well.</summary>
    private static Finding? DescribeAge(CredentialVersion version, DateTimeOffset now)
    {
        if (version.Generation is not { } generation)
        {
            return null;
        }

        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"They are generation {generation}{(version.CreatedAt is { } created ? $", {(now - created).TotalDays:0} days old" : "")}{(version.ExpiresAt is { } expires ? $", and end on {expires:yyyy-MM-dd}" : "")}."
        );
        return version.ExpiresAt is { } end && end <= now ? Finding.Problem($"{text} They have ended.", Cure)
            : version.ExpiresAt - now < NearEnd ? Finding.Warning($"{text} That is soon.", Cure)
            : version.CreatedAt is { } made && now - made > Old ? Finding.Warning($"{text} A rotation may have been missed.", Cure)
            : Finding.Ok(text);
    }

    private static async Task<Finding> TryAsync(DoctorContext context, CloudflareAgentOptions options, CancellationToken cancellationToken)
    {
        using var probe = new EndpointProbe(options, context.Cli.Time);
        try
        {
            await probe.CheckCredentialsAsync(await context.ReadCredentialsAsync(cancellationToken), cancellationToken);
            return Finding.Ok("Access and the Worker take them.");
        }
        catch (AgentException exception)
        {
            return exception switch
            {
                AgentUnauthorizedException => Finding.Problem(
                    $"The bearer token: {exception.Message}",
                    "nanoclaw config pull --stack NAME; of the local cloud: nanoclaw dev"
                ),
                AgentAccessDeniedException => Finding.Problem($"The Access service token: {exception.Message}"),
                AgentRateLimitedException => Finding.Warning($"Not found out: {exception.Message}", "Try again in a minute."),
                { Code: AgentErrorCodes.ConnectionFailed or AgentErrorCodes.TlsFailed } => Finding.Skipped("The endpoint does not answer."),
                _ => Finding.Problem(exception.Message),
            };
        }
    }
}
