using NanoClaw.Cli.Doctor.Checks;

namespace NanoClaw.Cli.Doctor;

/// <summary>The checks, in the order in which they are shown.</summary>
internal static class DoctorChecks
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
        new TelegramCheck(),
        new WhatsAppCheck(),
        new BudgetCheck(),
        new HealthPortCheck(),
        new TelemetryCheck(),
    ];
}
