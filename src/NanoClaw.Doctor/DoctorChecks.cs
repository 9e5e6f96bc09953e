using NanoClaw.Doctor.Checks;
using NanoClaw.Home.Channels;

namespace NanoClaw.Doctor;

/// <summary>The checks, in the order in which they are shown.</summary>
public static class DoctorChecks
{
    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        new RuntimeCheck(),
        new ClockCheck(),
        new EnvFileCheck(),
        new SettingsCheck(),
        new EndpointCheck(),
        new CredentialsCheck(),
        new LocalCloudCheck(),
        new ContainerCheck(),
        new StoreCheck(),
        new PermissionsCheck(),
        new DiskSpaceCheck(),
        new GroupsCheck(),
        new TasksCheck(),
        new SenderAllowlistCheck(),
        new RulesCheck(),
        new ChannelsCheck(),
        .. AssistantChannels.All.Select(channel => new ChannelCheck(channel)),
        new BudgetCheck(),
        new HealthPortCheck(),
        new TelemetryCheck(),
    ];
}
