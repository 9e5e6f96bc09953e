using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanoClaw.Agents;
using NanoClaw.Home.Asking;
using NanoClaw.Home.BackingUp;
using NanoClaw.Home.Settings;
using NanoClaw.Host;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Health;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Telemetry;
using NanoClaw.Store;

namespace NanoClaw.Home.Running;

/// <summary>The assistant as a process: its store, its agent and its channels in a .NET generic host.</summary>
public sealed class AssistantProcess : IAsyncDisposable
{
    private readonly IHost _host;

    private AssistantProcess(IHost host, AgentOptions agent, IStore store)
    {
        _host = host;
        Agent = agent;
        Store = store;
        Assistant = host.Services.GetRequiredService<Assistant>();
        Channels = [.. host.Services.GetServices<IChannel>()];
    }

    public AgentOptions Agent { get; }

    public IStore Store { get; }

    public Assistant Assistant { get; }

    public IReadOnlyList<IChannel> Channels { get; }

    /// <summary>
    /// Puts everything together and checks it, the store last, so that a wrong setting leaves nothing behind. Nothing
    /// runs yet.
    /// </summary>
    /// <exception cref="CliException">The agent is not configured, backups that are to go to its bucket have no token,
    /// or the sender allowlist makes no sense.</exception>
    /// <exception cref="OptionsValidationException">Another setting is wrong.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    public static async Task<AssistantProcess> CreateAsync(
        AssistantSettings settings,
        Action<IServiceCollection> addChannels,
        ILoggerProvider log,
        TimeProvider time,
        BackupSettings? backups = null
    )
    {
        CheckFiles(settings.Host);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var others = settings.LogLevel > LogLevel.Warning ? settings.LogLevel : LogLevel.Warning;
        builder
            .Logging.SetMinimumLevel(settings.LogLevel)
            .AddFilter("System", others)
            .AddFilter("Microsoft", others)
            // What stops the host becomes this command's own error.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            .AddProvider(log);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IStore>(_ => settings.OpenStore(exclusive: true, time));
        builder.Services.AddNanoClawAgent(settings.Configuration);
        addChannels(builder.Services);
        builder.Services.AddNanoClawTelemetry(settings.Configuration);
        builder.Services.AddSingleton<ICredentialVersionSource>(new PulledCredentials(settings.Configuration));
        if (settings.Pull is { } pull)
        {
            builder.Services.AddSingleton<IAgentRemedy>(services => new ConfigPull(pull, time, services.GetRequiredService<ILogger<ConfigPull>>()));
        }

        builder.Services.AddNanoClaw(settings.Host);
        if (backups?.Every is { } every)
        {
            builder.Services.AddSingleton<IBackupStateSource>(new BackupStateSource(settings.Surroundings));
            builder.Services.AddHostedService(services => new ScheduledBackups(
                settings,
                backups,
                every,
                services.GetRequiredService<IStore>(),
                services.GetRequiredService<IAgentRuntime>(),
                services.GetRequiredService<Assistant>(),
                time,
                services.GetRequiredService<ILogger<ScheduledBackups>>()
            ));
        }

        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        var built = builder.Build();
        try
        {
            var agent = AgentOf(built.Services, settings.Configuration);
            if (
                backups is { Every: not null, To: BackupSettings.Bucket }
                && !(built.Services.GetRequiredService<IAgentRuntime>() is CloudflareAgentRuntime cloudflare && await cloudflare.Backup.IsConfiguredAsync())
            )
            {
                throw new CliException(BackupSettings.NoToken, ExitCode.Usage);
            }

            return new AssistantProcess(built, agent, built.Services.GetRequiredService<IStore>());
        }
        catch
        {
            await DisposeAsync(built);
            throw;
        }
    }

    /// <summary>Runs until cancelled, finishes within the shutdown's bound, and hands the rest to the next start.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _host.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await _host.WaitForShutdownAsync(cancellationToken);
        foreach (var service in _host.Services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (service.ExecuteTask is { IsFaulted: true, Exception.InnerException: { } failure })
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    public ValueTask DisposeAsync() => DisposeAsync(_host);

    private static void CheckFiles(NanoClaw.Host.HostOptions options)
    {
        try
        {
            _ = options.SenderAllowlistPath is { } path ? SenderAllowlist.Read(path) : null;
            _ = RuleTable.Read(options.RulesPath);
        }
        catch (InvalidDataException exception)
        {
            throw new CliException(exception.Message, ExitCode.Usage, exception);
        }
    }

    // Some of the services can be disposed of only asynchronously.
    private static ValueTask DisposeAsync(IHost built) => ((IAsyncDisposable)built).DisposeAsync();

    private static AgentOptions AgentOf(IServiceProvider services, IConfiguration configuration)
    {
        try
        {
            services.GetRequiredService<IAgentRuntime>();
            return services.GetRequiredService<IOptions<AgentOptions>>().Value;
        }
        catch (OptionsValidationException exception)
        {
            throw AgentConnection.Incomplete(exception, configuration);
        }
    }

    /// <summary>Signals are the command's to take.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
