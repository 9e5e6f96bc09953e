using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoClaw.Agents;
using NanoClaw.Home.Channels;
using NanoClaw.Home.Configuration;
using NanoClaw.Home.Settings;
using NanoClaw.Host.Telemetry;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Doctor;

/// <summary>What the checks look at.</summary>
public sealed record DoctorContext
{
    public required CliContext Cli { get; init; }

    /// <summary>The <c>.env</c> file, there or not.</summary>
    public required string EnvFile { get; init; }

    /// <summary>Whether nothing outside of this machine is to be asked.</summary>
    public bool Offline { get; init; }

    /// <summary>Null where the file cannot be read.</summary>
    public IConfiguration? Configuration { get; init; }

    /// <summary>Null where a setting is wrong.</summary>
    public AssistantSettings? Settings { get; init; }

    /// <summary>Null where a setting of the agent is wrong.</summary>
    public AgentOptions? Agent { get; init; }

    /// <summary>What is wrong with the settings.</summary>
    public required IReadOnlyList<string> Mistakes { get; init; }

    /// <summary>The channels whose credentials are there.</summary>
    public IReadOnlyList<string> Channels =>
        Settings is null ? [] : [.. AssistantChannels.All.Where(channel => channel.IsConfigured(Settings)).Select(channel => channel.Name)];

    /// <summary>The process that runs the assistant, in words; null if none does.</summary>
    public string? Owner => Settings is null ? null : SqliteStore.FindOwner(Settings.StorePath);

    public DateTimeOffset Now => Cli.Time.GetUtcNow();

    public bool UsesContainers => Configuration?[AgentConfigurationKeys.Runtime]?.Trim() == ContainerAgentRuntime.Name;

    /// <summary>Reads what there is to read; nothing of it being right is taken for granted.</summary>
    public static DoctorContext Read(CliContext cli, string? envFile, bool offline)
    {
        var mistakes = new List<string>();
        var configuration = Try(() => ProcessConfiguration.Open(cli, envFile));
        if (configuration is not null)
        {
            Try(() => new ServiceCollection().AddNanoClawTelemetry(configuration));
        }

        return new DoctorContext
        {
            Cli = cli,
            EnvFile = envFile is null ? Path.Combine(cli.ProjectFolder, ".env") : Path.GetFullPath(envFile),
            Offline = offline,
            Configuration = configuration,
            Settings = configuration is null ? null : Try(() => AssistantSettings.Read(cli, envFile)),
            Agent = configuration is null ? null : Try(() => ReadAgent(configuration)),
            Mistakes = mistakes,
        };

        T? Try<T>(Func<T> read)
            where T : class
        {
            try
            {
                return read();
            }
            catch (CliException exception)
            {
                // The first line only says that the rest is wrong.
                var lines = exception.Message.Split('\n', StringSplitOptions.TrimEntries);
                mistakes.AddRange(lines.Length > 1 ? lines[1..] : lines);
            }
            catch (OptionsValidationException exception)
            {
                mistakes.AddRange(exception.Failures);
            }

            return null;
        }
    }

    /// <summary>The credentials as a run would have them.</summary>
    public async Task<AgentCredentials> ReadCredentialsAsync(CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddNanoClawAgent(Configuration!).BuildServiceProvider();
        return await services.GetRequiredService<IAgentCredentialSource>().GetAsync(reread: false, cancellationToken);
    }

    /// <summary>The store, to look at only; null where there is none, or none that can be looked at: the check of the store says why.</summary>
    public SqliteStore? OpenStore()
    {
        if (Settings is null || !File.Exists(Settings.StorePath))
        {
            return null;
        }

        try
        {
            return SqliteStore.Open(
                new StoreOptions
                {
                    Path = Settings.StorePath,
                    ReadOnly = true,
                    Exclusive = false,
                    BusyTimeout = TimeSpan.FromSeconds(2),
                }
            );
        }
        catch (StoreException)
        {
            return null;
        }
    }

    private static AgentOptions ReadAgent(IConfiguration configuration)
    {
        using var services = new ServiceCollection().AddNanoClawAgent(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<AgentOptions>>().Value;
    }
}
