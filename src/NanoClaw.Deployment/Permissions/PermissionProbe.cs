using NanoClaw.Deployment.Cloudflare;

namespace NanoClaw.Deployment.Permissions;

/// <summary>Tries each permission of the token by the calls that need it. Nothing is changed by it.</summary>
public sealed class PermissionProbe(CloudflareApi api, string accountId, string zoneId)
{
    /// <summary>Tries them one by one.</summary>
    public async Task<IReadOnlyList<PermissionFinding>> TryAsync(IReadOnlyList<TokenPermission> permissions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        List<PermissionFinding> findings = [];
        foreach (var permission in permissions)
        {
            findings.Add(await TryAsync(permission, cancellationToken).ConfigureAwait(false));
        }

        return findings;
    }

    private async Task<PermissionFinding> TryAsync(TokenPermission permission, CancellationToken cancellationToken)
    {
        foreach (var path in permission.Reads)
        {
            var answer = await api.GetAsync(Fill(path), cancellationToken).ConfigureAwait(false);
            if (StateOf(answer, PermissionState.Missing) is { } state)
            {
                return new(permission, state, answer.Why);
            }
        }

        foreach (var probe in permission.Writes)
        {
            var answer = await api.SendAsync(probe.Method, Fill(probe.Path), probe.Body, cancellationToken).ConfigureAwait(false);
            if (StateOf(answer, PermissionState.ReadOnly) is { } state)
            {
                return new(permission, state, answer.Why);
            }
        }

        return new(permission, PermissionState.Granted, Why: null);
    }

    private static PermissionState? StateOf(ApiAnswer answer, PermissionState refused) =>
        CloudflareClient.IsSwitchedOff(answer) ? PermissionState.SwitchedOff
        : answer.IsRefused ? refused
        : null;

    private string Fill(string path) => path.Replace("{account}", accountId, StringComparison.Ordinal).Replace("{zone}", zoneId, StringComparison.Ordinal);
}
