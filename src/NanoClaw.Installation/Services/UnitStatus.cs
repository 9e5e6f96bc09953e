using System.Globalization;

namespace NanoClaw.Installation.Services;

/// <summary>How a unit is doing, in systemd's words.</summary>
/// <param name="Unit">Its name.</param>
/// <param name="State">Such as <c>active (running)</c>, <c>failed (failed)</c>.</param>
/// <param name="Enabled">Whether it starts by itself: <c>enabled</c>, <c>disabled</c>, <c>static</c>.</param>
/// <param name="ProcessId">Null where nothing runs.</param>
/// <param name="Restarts">How often systemd has started it again.</param>
/// <param name="LastExitCode">Of the last process that ended; null while none has.</param>
/// <param name="Since">Since when, as systemd writes it.</param>
/// <param name="Next">When a timer elapses next, as systemd writes it.</param>
public sealed record UnitStatus(string Unit, string State, string Enabled, int? ProcessId, int? Restarts, int? LastExitCode, string? Since, string? Next)
{
    public bool IsActive => State.StartsWith("active", StringComparison.Ordinal);

    internal static UnitStatus Of(string unit, IReadOnlyDictionary<string, string> properties)
    {
        string? Text(string name) => properties.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
        int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new UnitStatus(
            unit,
            $"{Text("ActiveState") ?? "unknown"} ({Text("SubState") ?? "unknown"})",
            Text("UnitFileState") ?? "unknown",
            Number("MainPID") is > 0 and var id ? id : null,
            Number("NRestarts"),
            Number("ExecMainStatus"),
            Text("ActiveEnterTimestamp"),
            Text("NextElapseUSecRealtime")
        );
    }
}
