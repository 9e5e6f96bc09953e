using System.Globalization;
using System.Text;

namespace NanoClaw.Installation.Services;

/// <summary>The units of a plan.</summary>
public static class ServiceUnits
{
    public const string Assistant = "nanoclaw.service";
    public const string Pull = "nanoclaw-pull.service";
    public const string PullTimer = "nanoclaw-pull.timer";

    /// <summary>All that an installation may have made.</summary>
    public static IReadOnlyList<string> All { get; } = [Assistant, PullTimer, Pull];

    public static IReadOnlyList<UnitFile> Of(ServicePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.PullStack is { } stack
            ? [UnitFile.Of(Assistant, AssistantText(plan)), UnitFile.Of(Pull, PullText(plan, stack)), UnitFile.Of(PullTimer, TimerText)]
            : [UnitFile.Of(Assistant, AssistantText(plan))];
    }

    /// <summary>The file that the pull takes Pulumi's token from; it need not be there.</summary>
    public static string PullEnvironmentFile(bool isSystem) => isSystem ? "/etc/nanoclaw/pull.env" : "%h/.config/nanoclaw/pull.env";

    private const string TimerText = """
        [Unit]
        Description=Pulls NanoClaw's credentials each day

        [Timer]
        OnCalendar=daily
        RandomizedDelaySec=1h
        Persistent=true

        [Install]
        WantedBy=timers.target

        """;

    private static string AssistantText(ServicePlan plan) =>
        $"""
            [Unit]
            Description=NanoClaw
            {AfterNetwork(plan)}
            [Service]
            {Process(plan, ["run", "--json"])}Restart=on-failure
            RestartSec=5
            # A wrong setting, or a store that is in use, is not cured by starting again.
            RestartPreventExitStatus=2 6
            # More than SHUTDOWN_SECONDS.
            TimeoutStopSec={((int)plan.StopPatience.TotalSeconds).ToString(CultureInfo.InvariantCulture)}
            {Hardening(plan)}
            [Install]
            WantedBy={(plan.IsSystem ? "multi-user.target" : "default.target")}

            """.ReplaceLineEndings("\n");

    private static string PullText(ServicePlan plan, string stack) =>
        $"""
            [Unit]
            Description=NanoClaw's credentials
            {AfterNetwork(plan)}
            [Service]
            Type=oneshot
            # PULUMI_ACCESS_TOKEN=..., and what else Pulumi needs; a file for its owner alone (0600).
            EnvironmentFile=-{PullEnvironmentFile(plan.IsSystem)}
            {Process(plan, ["config", "pull", "--stack", stack])}TimeoutStartSec=300
            {Hardening(plan)}
            """.ReplaceLineEndings("\n");

    // A person's own systemd knows nothing of the network.
    private static string AfterNetwork(ServicePlan plan) => plan.IsSystem ? "Wants=network-online.target\nAfter=network-online.target\n" : "";

    private static string Process(ServicePlan plan, string[] arguments)
    {
        var text = new StringBuilder();
        if (plan is { IsSystem: true, User: { } user })
        {
            text.Append("User=").Append(SystemdText.Rest(user)).Append('\n');
        }

        text.Append("WorkingDirectory=").Append(SystemdText.Rest(plan.ProjectFolder)).Append('\n');
        foreach (var (name, value) in plan.Environment.Prepend(new KeyValuePair<string, string>("PATH", plan.SearchPath)))
        {
            text.Append("Environment=").Append(SystemdText.Word($"{name}={value}")).Append('\n');
        }

        return text.Append("ExecStart=").AppendJoin(' ', plan.Program.Concat(arguments).Select(SystemdText.CommandWord)).Append('\n').ToString();
    }

    // What needs a namespace is for system services alone: where the kernel or AppArmor keeps user namespaces from a person's
    // systemd (Ubuntu 24.04), the service would not start (226/NAMESPACE), or start unprotected and say nothing.
    private static string Hardening(ServicePlan plan)
    {
        const string Everywhere = """
            UMask=0077
            NoNewPrivileges=true
            LockPersonality=true
            RestrictRealtime=true
            RestrictSUIDSGID=true
            RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
            SystemCallArchitectures=native

            """;
        return plan.IsSystem
            ? $"""
                {Everywhere}CapabilityBoundingSet=
                ProtectSystem=strict
                ProtectHome=read-only
                ReadWritePaths={string.Join(
                    ' ',
                    plan.OtherWritableFolders.Prepend(plan.ProjectFolder).Distinct(StringComparer.Ordinal).Select(SystemdText.Word)
                )}
                PrivateTmp=true
                PrivateDevices=true
                ProtectClock=true
                ProtectHostname=true
                ProtectKernelTunables=true
                ProtectKernelModules=true
                ProtectKernelLogs=true
                ProtectControlGroups=true

                """
            : Everywhere;
    }
}
