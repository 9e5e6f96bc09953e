using System.Globalization;
using NanoClaw.Agents;
using NanoClaw.Home.Asking;
using NanoClaw.Infra.Settings;
using NanoClaw.LocalCloud;
using Spectre.Console;

namespace NanoClaw.Dev;

/// <summary>A prompt at which one chats with the agent; the conversation goes on after a restart.</summary>
public sealed class DevPrompt(CliContext context, RunningCloud cloud, IAgentRuntime runtime)
{
    private const string Help = "/new starts a new conversation, /rotate renews the credentials while it runs, /quit (or Ctrl-D) stops everything.";

    private readonly IAnsiConsole terminal = context.Terminal();
    private readonly Question question = new(context, runtime);
    private readonly string sessionFile = Path.Combine(cloud.State.Folder, "chat-session");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        terminal.WriteLine($"Ask something. {Help}", new Style(Color.Grey));
        try
        {
            while (true)
            {
                terminal.Write("> ", new Style(Color.Blue));
                if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line || line is "/quit" or "/exit")
                {
                    return;
                }

                await AnswerAsync(line.Trim(), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.WriteLine();
        }
    }

    private async Task AnswerAsync(string line, CancellationToken cancellationToken)
    {
        switch (line)
        {
            case "":
                break;
            case "/new":
                File.Delete(sessionFile);
                terminal.WriteLine("A new conversation.", new Style(Color.Grey));
                break;
            case "/rotate":
                await RotateAsync(cancellationToken).ConfigureAwait(false);
                break;
            case ['/', ..]:
                terminal.WriteLine(Help, new Style(Color.Grey));
                break;
            default:
                await AskAsync(line, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async Task AskAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            var session = File.Exists(sessionFile) ? File.ReadAllText(sessionFile) : null;
            if (await question.StreamAsync(line, Question.DefaultGroup, session, cancellationToken).ConfigureAwait(false) is { } next)
            {
                PrivateFile.Write(sessionFile, next);
            }
        }
        catch (AgentConflictException exception) when (exception.Code == AgentErrorCodes.SessionUnknown)
        {
            File.Delete(sessionFile);
            await AskAsync(line, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AgentException or ArgumentException)
        {
            context.Progress().WriteLine(exception.Message, new Style(Color.Red));
        }
    }

    private async Task RotateAsync(CancellationToken cancellationToken)
    {
        var version = int.Parse(cloud.Stack.Configuration.Get(SettingKeys.RotationVersion) ?? "1", CultureInfo.InvariantCulture) + 1;
        try
        {
            await cloud.UpdateAsync(
                new Dictionary<string, string>(StringComparer.Ordinal) { [SettingKeys.RotationVersion] = version.ToString(CultureInfo.InvariantCulture) },
                cancellationToken).ConfigureAwait(false);
            AgentConfigurationFile.Write(cloud.State);
            terminal.WriteLine($"Generation {version} of the credentials is in force; {version - 1} stays valid until the next.", new Style(Color.Grey));
        }
        catch (LocalCloudException exception)
        {
            context.Progress().WriteLine(exception.Message, new Style(Color.Red));
        }
    }

    // The console's own asynchronous read does not let itself be cancelled.
    private Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        Task.Run(context.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);
}
