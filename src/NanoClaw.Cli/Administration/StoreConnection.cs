using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Keys;
using NanoClaw.Home.Running;
using NanoClaw.Home.Settings;
using NanoClaw.Host.Scheduling;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Administration;

/// <summary>The assistant's store, opened for one command, beside a running assistant or without one.</summary>
internal sealed class StoreConnection : IAsyncDisposable
{
    private readonly SqliteStore _store;

    private StoreConnection(CliContext context, AssistantSettings settings)
    {
        Context = context;
        Settings = settings;
        var zone = settings.Zone;
        Times = new TimeText(zone);
        Schedule = new Schedule(zone);
        Assistant = new RunningAssistant(settings);
        _store = settings.OpenStore(exclusive: false, context.Time);
        if (_store.UpgradeCopy is { } copy)
        {
            context.Error.WriteLine($"note: {settings.StorePath} was brought up to date; as it was, it is kept as {copy}.");
        }
    }

    public CliContext Context { get; }

    public AssistantSettings Settings { get; }

    public IStore Store => _store;

    public TimeText Times { get; }

    public Schedule Schedule { get; }

    public RunningAssistant Assistant { get; }

    public DateTimeOffset Now => Context.Time.GetUtcNow();

    /// <summary>Opens the store, made if it is not there.</summary>
    public static StoreConnection OpenOrCreate(CliContext context, string? envFile) => new(context, AssistantSettings.Read(context, envFile));

    /// <exception cref="CliException">There is no store.</exception>
    public static StoreConnection Open(CliContext context, string? envFile)
    {
        var settings = AssistantSettings.Read(context, envFile);
        settings.EndRestore(context.Time);
        return IsThere(settings) ? new(context, settings) : throw new CliException(NoStore(settings), ExitCode.NotFound);
    }

    /// <summary>Opens the store, or says on the standard error that there is none, and gives null.</summary>
    public static StoreConnection? TryOpen(CliContext context, string? envFile)
    {
        var settings = AssistantSettings.Read(context, envFile);
        settings.EndRestore(context.Time);
        if (IsThere(settings))
        {
            return new(context, settings);
        }

        context.Error.WriteLine(NoStore(settings));
        return null;
    }

    /// <summary>Has a running assistant look at what was changed, and says what comes of the change if it cannot.</summary>
    /// <param name="waiting">What waits for the next start, as the beginning of a sentence: <c>The text is sent</c>.</param>
    /// <param name="chatJid">The chat it is about, which says what has to be started.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WakeAssistantAsync(string waiting, string chatJid, CancellationToken cancellationToken)
    {
        switch (await Assistant.WakeAsync(cancellationToken))
        {
            case WakeOutcome.NotRunning:
                await Context.Error.WriteLineAsync(
                    $"note: the assistant is not running. {waiting} once it does: nanoclaw {(TerminalJid.TryRead(chatJid, out _) ? "chat" : "run")}."
                );
                break;
            case WakeOutcome.NotHeard:
                await Context.Error.WriteLineAsync(
                    $"note: the running assistant could not be told ({AssistantKeys.HealthPort} is {Settings.Host.HealthPort?.ToString() ?? "none"}). {waiting} when it next looks by itself."
                );
                break;
        }
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    /// <summary>Whether there is a store; one that this user may not see is not taken for none.</summary>
    private static bool IsThere(AssistantSettings settings)
    {
        try
        {
            return !File.GetAttributes(settings.StorePath).HasFlag(FileAttributes.Directory)
                ? true
                : throw new CliException(
                    $"{settings.StorePath} is a folder, where the database should be. Move it away, or set {AssistantKeys.StoreFolder} to another place.",
                    ExitCode.Failure
                );
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new CliException(
                $"{settings.StoreFolder} may not be looked into by this user ({Environment.UserName}). Run this as its owner (sudo -u OWNER nanoclaw ...), or set {AssistantKeys.StoreFolder} to a store of your own.",
                ExitCode.Failure,
                exception
            );
        }
    }

    private static string NoStore(AssistantSettings settings) =>
        $"There is no store at {settings.StorePath} yet. 'nanoclaw run' and 'nanoclaw chat' make one, and so does 'nanoclaw groups add'.";
}
