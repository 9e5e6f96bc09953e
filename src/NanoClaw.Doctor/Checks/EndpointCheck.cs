using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NanoClaw.Agents;

namespace NanoClaw.Doctor.Checks;

/// <summary>The way to the agent, link by link: name, connection, certificate, Worker, clock.</summary>
public sealed class EndpointCheck : IDoctorCheck
{
    /// <summary>Cloudflare renews a certificate 30 days before its end.</summary>
    private static readonly TimeSpan ExpiresSoon = TimeSpan.FromDays(14);

    private static readonly TimeSpan SlightSkew = TimeSpan.FromMinutes(1);

    /// <summary>From here on certificates and Access's tokens may be refused.</summary>
    private static readonly TimeSpan GreatSkew = TimeSpan.FromMinutes(5);

    public string Name => "endpoint";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (context.Agent is not { Cloudflare: { Endpoint: { } endpoint } options } || context.UsesContainers || context.Offline)
        {
            yield return Finding.Skipped(
                context.UsesContainers ? "The agent runs in a container."
                : context.Offline ? "Not asked (--offline)."
                : "The settings name none that can be asked."
            );
            yield break;
        }

        if (await LookAtConnectionAsync(endpoint, context.Now, cancellationToken) is { } broken)
        {
            yield return broken;
            if (broken.Status is FindingStatus.Problem)
            {
                yield break;
            }
        }

        var (health, refused) = await ReadHealthAsync(context, options, cancellationToken);
        if (health is null)
        {
            yield return refused!;
            yield break;
        }

        yield return Finding.Ok($"{endpoint.Authority}: environment {health.Environment}, version {health.Version}, Access {health.Access}");
        if (health.Access == "off" && !IsLocal(endpoint))
        {
            yield return Finding.Warning(
                "The Worker was declared without Cloudflare Access: its bearer token is all that guards it.",
                "Declare Access for it and deploy: docs/CLOUDFLARE_DEPLOYMENT.md"
            );
        }

        if (health.ServerTime is { } server && (server - context.Now).Duration() is var skew && skew > SlightSkew)
        {
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"This machine's clock is {skew.TotalSeconds:0} s {(server > context.Now ? "behind" : "ahead of")} the server's."
            );
            yield return new Finding(skew > GreatSkew ? FindingStatus.Problem : FindingStatus.Warning, text, "Let it be kept: timedatectl set-ntp true");
        }
    }

    private static async Task<(EndpointHealth? Health, Finding? Refused)> ReadHealthAsync(
        DoctorContext context,
        CloudflareAgentOptions options,
        CancellationToken cancellationToken
    )
    {
        using var probe = new EndpointProbe(options, context.Cli.Time);
        try
        {
            return (await probe.ReadHealthAsync(await context.ReadCredentialsAsync(cancellationToken), cancellationToken), null);
        }
        catch (AgentException exception)
        {
            return (null, Finding.Problem(exception.Message));
        }
    }

    /// <summary>Goes the way without a proxy; with one, only the Worker's answer tells.</summary>
    private static async Task<Finding?> LookAtConnectionAsync(Uri endpoint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!IsLocal(endpoint) && HttpClient.DefaultProxy.GetProxy(endpoint) is not null)
        {
            return null;
        }

        using var client = new TcpClient();
        try
        {
            var addresses = IsLocal(endpoint) ? [IPAddress.Loopback] : await Dns.GetHostAddressesAsync(endpoint.DnsSafeHost, cancellationToken);
            await client.ConnectAsync(addresses, endpoint.Port, cancellationToken);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain)
        {
            return Finding.Problem(
                $"The name {endpoint.Host} leads nowhere ({exception.SocketErrorCode}).",
                $"Is {AgentConfigurationKeys.Endpoint} spelt right, this machine online, and the stack up (pulumi up)?"
            );
        }
        catch (SocketException exception)
        {
            return Finding.Problem(
                $"Nothing answers at {endpoint.Authority} ({exception.SocketErrorCode}).",
                IsLocal(endpoint) ? "Start the local cloud: nanoclaw dev" : "Does a firewall keep this machine from it?"
            );
        }

        DateTime? until = null;
        try
        {
            await using var tls = new SslStream(
                client.GetStream(),
                leaveInnerStreamOpen: true,
                (_, certificate, _, errors) =>
                {
                    until = certificate is X509Certificate2 { NotAfter: var end } ? end.ToUniversalTime() : null;
                    return errors is SslPolicyErrors.None;
                }
            );
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = endpoint.Host }, cancellationToken);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            if (until is null)
            {
                return Finding.Problem($"{endpoint.Authority} answers, but not by TLS.", $"Is the port in {AgentConfigurationKeys.Endpoint} right?");
            }

            // Whether it is trusted is for the request to tell, which also knows the settings' own authority.
        }

        return LookAt(until, now.UtcDateTime);
    }

    private static Finding? LookAt(DateTime? until, DateTime now)
    {
        if (until is null || until > now + ExpiresSoon)
        {
            return null;
        }

        const string Cure = "At Cloudflare: SSL/TLS, Edge Certificates. Of the local cloud: nanoclaw dev --reset";
        var day = until.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return until < now
            ? Finding.Problem($"The endpoint's certificate has expired on {day}.", Cure)
            : Finding.Warning($"The endpoint's certificate expires on {day}.", Cure);
    }

    private static bool IsLocal(Uri endpoint) => endpoint.IsLoopback || endpoint.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
