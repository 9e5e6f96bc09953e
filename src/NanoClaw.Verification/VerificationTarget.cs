using NanoClaw.Agents;

namespace NanoClaw.Verification;

/// <summary>The deployment that is proved, and what it is proved with. Its text form shows the endpoint alone.</summary>
public sealed record VerificationTarget
{
    /// <summary><c>https://host</c> or <c>https://host:port</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>What has to be let in.</summary>
    public required AgentCredentials Credentials { get; init; }

    /// <summary>Where plain HTTP would be answered; null: at port 80 of the endpoint's host.</summary>
    public Uri? PlainEndpoint { get; init; }

    /// <summary>A PEM file with certificates to trust beside the machine's; null: none.</summary>
    public string? CaFile { get; init; }

    /// <summary>Another environment's credentials.</summary>
    public Spent Other { get; init; } = Spent.Missing("no credentials of another environment were given (--other FILE)");

    /// <summary>Credentials whose time is over.</summary>
    public Spent Expired { get; init; } = Spent.Missing("no expired credentials were given (--expired FILE)");

    /// <summary>The generation before the previous one.</summary>
    public Spent Retired { get; init; } = Spent.Missing("no credentials of the generation before the previous one were given (--retired FILE)");

    /// <summary>The Worker's name under <c>workers.dev</c>, as <c>worker.account.workers.dev</c>; null where it is not known.</summary>
    public string? WorkersDev { get; init; }

    /// <summary>The name of one of its versions there; null where it is not known.</summary>
    public string? Preview { get; init; }

    /// <summary>Whether it runs on this machine.</summary>
    public bool IsLocal => Endpoint.IsLoopback || AgentTransport.IsLocalhost(Endpoint.Host);

    /// <summary>Every secret of it that is in force: none of them goes over a connection that proves nothing of its other end.</summary>
    internal IEnumerable<string> Secrets => new[] { Credentials.Token, Credentials.AccessClientSecret }.OfType<string>().Where(s => s.Length > 0);

    public override string ToString() => $"{nameof(VerificationTarget)} {{ {Endpoint.Authority} }}";
}
