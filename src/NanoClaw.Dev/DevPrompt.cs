using System.Globalization;
using NanoClaw.Agents;
using NanoClaw.Home.Asking;
using NanoClaw.Infra.Settings;
using NanoClaw.LocalCloud;
using NanoClaw.Terminal.Output;
using Spectre.Console;

namespace NanoClaw.Dev;

/// <summary>A prompt at which one chats with the agent; the conversation goes on after a restart.</summary>
public sealed class DevPrompt(CliContext context, RunningCloud cloud, IAgentRuntime runtime)
{
    private const string Help =
        "/new starts a new conversation, /rotate renews the credentials while it runs, /quit (or Ctrl-D) stops everything. Ctrl-C ends an answer; where none is under way, it stops everything.";

    private readonly IAnsiConsole _terminal = context.Terminal();
    private readonly Question _question = new(context, runtime);
    private readonly string _sessionFile = Path.Combine(cloud.State.Folder, "chat-session");

    private CancellationTokenSource? _answer;

    /// <summary>Ends the answer that is under way, with its run.</summary>
    /// <returns>False where none is.</returns>
    public bool TryStopAnswer()
    {
        if (Volatile.Read(ref _answer) is not { IsCancellationRequested: false } underWay)
        {
            return false;
        }

        try
        {
            underWay.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It ended at this moment.
            return false;
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _terminal.WriteLine($"Ask something. {Help}", new Style(Color.Grey));
        try
        {
            while (true)
            {
                _terminal.Write("> ", new Style(Color.Blue));
                if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line || line is "/quit" or "/exit")
                {
                    return;
                }

                await AnswerAsync(line.Trim(), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _terminal.WriteLine();
        }
    }

    private async Task AnswerAsync(string line, CancellationToken cancellationToken)
    {
        switch (line)
        {
            case "":
                break;
            case "/new":
                File.Delete(_sessionFile);
                _terminal.WriteLine("A new conversation.", new Style(Color.Grey));
                break;
            case "/rotate":
                await RotateAsync(cancellationToken).ConfigureAwait(false);
                break;
            case "/stop":
                _terminal.WriteLine("Nothing is being answered. Ctrl-C ends an answer while it comes.", new Style(Color.Grey));
                break;
            case "/help" or "/?":
                _terminal.WriteLine(Help, new Style(Color.Grey));
                break;
            case ['/', ..]:
                _terminal.WriteLine($"There is no {OneLine.Of(line.Split(' ')[0], 40)} here. {Help}", new Style(Color.Grey));
                break;
            default:
                await AskAsync(line, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async Task AskAsync(string line, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Volatile.Write(ref _answer, stop);
        try
        {
            var session = File.Exists(_sessionFile) ? File.ReadAllText(_sessionFile) : null;
            if (await _question.StreamAsync(line, Question.DefaultGroup, session, stop.Token).ConfigureAwait(false) is { } next)
            {
                PrivateFile.Write(_sessionFile, next);
            }
        }
        catch (AgentConflictException exception) when (exception.Code == AgentErrorCodes.SessionUnknown)
        {
            File.Delete(_sessionFile);
            await AskAsync(line, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _terminal.WriteLine();
            _terminal.WriteLine("Stopped.", new Style(Color.Grey));
        }
        catch (Exception exception) when (exception is AgentException or ArgumentException)
        {
            context.Progress().WriteLine(exception.Message, new Style(Color.Red));
        }
        finally
        {
            Volatile.Write(ref _answer, null);
        }
    }

    private async Task RotateAsync(CancellationToken cancellationToken)
    {
        var version = int.Parse(cloud.Stack.Configuration.Get(SettingKeys.RotationVersion) ?? "1", CultureInfo.InvariantCulture) + 1;
        try
        {
            await cloud
                .UpdateAsync(
                    new Dictionary<string, string>(StringComparer.Ordinal) { [SettingKeys.RotationVersion] = version.ToString(CultureInfo.InvariantCulture) },
                    cancellationToken
                )
                .ConfigureAwait(false);
            AgentConfigurationFile.Write(cloud.State);
            _terminal.WriteLine($"Generation {version} of the credentials is in force; {version - 1} stays valid until the next.", new Style(Color.Grey));
        }
        catch (LocalCloudException exception)
        {
            context.Progress().WriteLine(exception.Message, new Style(Color.Red));
        }
    }

    // The console's own asynchronous read does not let itself be cancelled.
    private Task<string?> ReadLineAsync(CancellationToken cancellationToken) => Task.Run(context.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);
}
