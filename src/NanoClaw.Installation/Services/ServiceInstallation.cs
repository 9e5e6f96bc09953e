namespace NanoClaw.Installation.Services;

/// <summary>Brings units to their place and takes them away again.</summary>
public sealed class ServiceInstallation(UnitFolder folder, Systemctl systemctl)
{
    private static readonly string[] Properties =
    [
        "LoadState",
        "ActiveState",
        "SubState",
        "UnitFileState",
        "MainPID",
        "NRestarts",
        "ExecMainStatus",
        "ActiveEnterTimestamp",
        "NextElapseUSecRealtime",
    ];

    /// <summary>What is typed after the files are written.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> CommandsFor(IReadOnlyList<UnitFile> units) =>
        [
            ["daemon-reload"],
            ["enable", "--now", ServiceUnits.Assistant],
            .. units.Any(unit => unit.Name == ServiceUnits.PullTimer)
                ?
                [
                    ["enable", "--now", ServiceUnits.PullTimer],
                ]
                : (string[][])[],
        ];

    /// <summary>Which units a person wrote or changed.</summary>
    public IReadOnlyList<string> ChangedByHand(IEnumerable<UnitFile> units) =>
        [.. units.Where(unit => folder.StateOf(unit) == UnitState.Changed).Select(unit => folder.PathOf(unit.Name))];

    /// <summary>Which of the installed units a person wrote or changed.</summary>
    public IReadOnlyList<string> ChangedByHand() => [.. Installed().Where(name => !folder.IsUntouched(name)).Select(folder.PathOf)];

    public IReadOnlyList<string> Installed() => [.. ServiceUnits.All.Where(folder.Has)];

    public async Task InstallAsync(IReadOnlyList<UnitFile> units, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(units);
        var isRunning = folder.Has(ServiceUnits.Assistant) && units.Any(unit => unit.Name == ServiceUnits.Assistant && folder.StateOf(unit) != UnitState.Same);
        foreach (var unit in units.Where(unit => folder.StateOf(unit) != UnitState.Same))
        {
            folder.Write(unit);
        }

        foreach (var command in CommandsFor(units))
        {
            await systemctl.RunAsync(command, cancellationToken).ConfigureAwait(false);
        }

        if (isRunning)
        {
            // What runs has been started by the unit as it was.
            await systemctl.RunAsync(["restart", ServiceUnits.Assistant], cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task UninstallAsync(CancellationToken cancellationToken)
    {
        foreach (var name in Installed().Where(name => name != ServiceUnits.Pull))
        {
            await systemctl.RunAsync(["disable", "--now", name], cancellationToken).ConfigureAwait(false);
        }

        foreach (var name in Installed())
        {
            folder.Remove(name);
        }

        await systemctl.RunAsync(["daemon-reload"], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What systemd says of each unit that is installed.</summary>
    public async Task<IReadOnlyList<UnitStatus>> StatusAsync(CancellationToken cancellationToken)
    {
        var statuses = new List<UnitStatus>();
        foreach (var name in Installed())
        {
            statuses.Add(UnitStatus.Of(name, await systemctl.ShowAsync(name, Properties, cancellationToken).ConfigureAwait(false)));
        }

        return statuses;
    }
}
