using System.Runtime.CompilerServices;
using NanoClaw.Agents;

namespace NanoClaw.Cli.Doctor.Checks;

/// <summary>Whether Access and the Worker take the credentials, without spending a run.</summary>
internal sealed class CredentialsCheck : IDoctorCheck
{
    public string Name => "credentials";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (context.Agent is not { Cloudflare: { Endpoint: not null } options } || context.UsesContainers || context.Offline)
        {
            yield return Finding.Skipped(context.UsesContainers ? "The agent runs in a container." : context.Offline ? "Not asked (--offline)." : "The settings name no endpoint that can be asked.");
            yield break;
        }

        yield return await TryAsync(context, options, cancellationToken);
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
                AgentUnauthorizedException => Finding.Problem($"The bearer token: {exception.Message}", "nanoclaw config pull --stack NAME; of the local cloud: nanoclaw dev"),
                AgentAccessDeniedException => Finding.Problem($"The Access service token: {exception.Message}"),
                AgentRateLimitedException => Finding.Warning($"Not found out: {exception.Message}", "Try again in a minute."),
                { Code: AgentErrorCodes.ConnectionFailed or AgentErrorCodes.TlsFailed } => Finding.Skipped("The endpoint does not answer."),
                _ => Finding.Problem(exception.Message),
            };
        }
    }
}
