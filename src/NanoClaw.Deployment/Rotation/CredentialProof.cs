using NanoClaw.Agents;

namespace NanoClaw.Deployment.Rotation;

/// <summary>Shows from outside that credentials are taken, or that they are not. No run is made, and nothing is counted or billed as one.</summary>
/// <remarks>An update takes seconds to reach all of Cloudflare's network, so that each answer is waited for.</remarks>
internal sealed class CredentialProof : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    private readonly AgentCredentials _current;
    private readonly EndpointProbe _probe;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;

    public CredentialProof(DeployedCredentials deployed, TimeSpan patience, TimeProvider time)
    {
        (_patience, _time) = (patience, time);
        _current = deployed.Credentials;
        _probe = new(new() { Endpoint = deployed.Endpoint, CaFile = deployed.CaFile }, time);
    }

    /// <summary>Whether the current credentials are taken.</summary>
    /// <returns>Null, or the last refusal.</returns>
    public async Task<AgentException?> AcceptanceAsync(CancellationToken cancellationToken)
    {
        var deadline = _time.GetUtcNow() + _patience;
        while (true)
        {
            var refusal = await AskAsync(_current, cancellationToken).ConfigureAwait(false);
            if (refusal is null || _time.GetUtcNow() >= deadline)
            {
                return refusal;
            }

            await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether older ones are refused: both together, and each beside the other's current half, so that neither layer hides the other.</summary>
    /// <returns>What is still taken, or could not be found out; empty where nothing is.</returns>
    public async Task<IReadOnlyList<string>> OpennessAsync(AgentCredentials older, CancellationToken cancellationToken)
    {
        (string Name, AgentCredentials Credentials)[] tries =
        [
            ("the bearer token and the service token", older),
            ("the bearer token", _current with { Token = older.Token }),
            ("the service token", _current with { AccessClientId = older.AccessClientId, AccessClientSecret = older.AccessClientSecret }),
        ];
        var open = new List<string>();
        foreach (var (name, credentials) in tries)
        {
            if (await OpennessAsync(name, credentials, cancellationToken).ConfigureAwait(false) is { } found)
            {
                open.Add(found);
            }
        }

        return open;
    }

    public void Dispose() => _probe.Dispose();

    private async Task<string?> OpennessAsync(string name, AgentCredentials credentials, CancellationToken cancellationToken)
    {
        var deadline = _time.GetUtcNow() + _patience;
        while (true)
        {
            var refusal = await AskAsync(credentials, cancellationToken).ConfigureAwait(false);
            if (refusal is AgentUnauthorizedException or AgentAccessDeniedException)
            {
                return null;
            }

            if (_time.GetUtcNow() >= deadline)
            {
                return refusal is null ? $"{name} still let a caller in" : $"of {name} nothing could be found out ({refusal.Message})";
            }

            await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<AgentException?> AskAsync(AgentCredentials credentials, CancellationToken cancellationToken)
    {
        using var answer = new CancellationTokenSource(LongestAnswer, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(answer.Token, cancellationToken);
        try
        {
            await _probe.CheckCredentialsAsync(credentials, either.Token).ConfigureAwait(false);
            return null;
        }
        catch (AgentException refusal)
        {
            return refusal;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AgentTimeoutException(AgentErrorCodes.Timeout, $"There was no answer within {LongestAnswer.TotalSeconds:0} s.");
        }
    }
}
