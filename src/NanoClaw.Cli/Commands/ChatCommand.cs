using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoClaw.Channels.Terminal;
using NanoClaw.Chatting;
using NanoClaw.Cli.Installing;
using NanoClaw.Cli.Running;
using NanoClaw.Home.Keys;
using NanoClaw.Home.Running;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Home.Settings;
using NanoClaw.Store;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw chat</c>: the whole assistant in this terminal.</summary>
internal static class ChatCommand
{
    private const string Details = """
        It runs the assistant in this process, with this terminal as its only channel; other channels wait for 'nanoclaw run'. The first start registers a group: the main one if there is none yet. /help in the chat lists its commands.

        Ctrl-C ends the answer that is under way, as /stop does, and its run with it; where none is, or pressed again, it ends the chat.

        On a pipe each line is a message, and whole answers come out, an empty line between two. Ctrl-D, or the end of the input, ends when all is answered.

        With --json each line in is {"group":"main","text":"..."}, and each line out an object with its type: ready, history, typing, partial, answer, failure, notice, error.

        Examples:
          nanoclaw chat
          nanoclaw chat --group work --add
          echo "What is on today?" | nanoclaw chat
          echo '{"text":"Hello"}' | nanoclaw chat --json | jq -r 'select(.type == "answer").text'

        Exit codes:
          0  ended by Ctrl-D or /quit
          1  the store or the assistant failed
          2  the command line, the configuration or a line of JSON is wrong
          4  the budget is used up; what was written is kept
          6  another NanoClaw has the store
          8  a run failed for good (on a pipe)
          130  ended by Ctrl-C or SIGTERM; what was under way is resumed at the next start
        """;

    public static Command Create(CliContext context)
    {
        var group = new Option<string?>("--group", "-g") { Description = "The group to begin with." };
        var add = new Option<bool>("--add") { Description = "Make the group if there is none of this name." };
        var history = new Option<int>("--history") { Description = "How many of the last messages are shown.", DefaultValueFactory = _ => 10 };
        var env = new Option<string?>("--env-file") { Description = "Read this .env file instead of the project's." };
        var json = new Option<bool>("--json") { Description = "JSON lines in and out." };
        history.Validators.Add(result =>
        {
            if (!result.Implicit && result.Tokens is [{ Value: var text }] && !ushort.TryParse(text, out _))
            {
                result.AddError($"--history must be a number from 0 to 65535, not '{text}'.");
            }
        });
        var command = new DocumentedCommand("chat", "Lets you talk to your assistant in this terminal.", Details) { HandlesSignals = true };
        foreach (var option in (Option[])[group, add, history, env, json])
        {
            command.Add(option);
        }

        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    context,
                    AssistantSettings.Read(context, parsed.GetValue(env)),
                    new Request(parsed.GetValue(group), parsed.GetValue(add), parsed.GetValue(history), parsed.GetValue(json)),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, AssistantSettings settings, Request request, CancellationToken cancellationToken)
    {
        var name = settings.Host.AssistantName;
        using var live =
            !request.Json && context is { InputIsTerminal: true, OutputIsTerminal: true, TerminalIsDumb: false }
                ? new LiveView(context, name, static () => Console.ReadKey(intercept: true), static () => Console.WindowWidth)
                : null;
        IChatView view = live ?? (request.Json ? new JsonView(context) : (IChatView)new PlainView(context, name));
        AnswerStop? answer = null;
        using var signals = new TerminationSignals(
            () => view.Warn($"Finishing what runs (at most {settings.Host.ShutdownTimeout.TotalSeconds:0} s); Ctrl-C again leaves at once."),
            Environment.Exit,
            cancellationToken,
            () => answer?.TryStop() is true
        );
        using var log = new LogEntries(entry => ShowLog(view, entry), context.Time, settings.Zone);
        settings = settings with
        {
            // Commands beside a chat reach it by its port; one on a pipe is over before they would. Its log must not drown what is said.
            Host = context.InputIsTerminal ? settings.Host : settings.Host with { HealthPort = null },
            // What concerns whoever writes here is said in the chat itself.
            LogLevel = settings.LogLevel is LogLevel.Information ? LogLevel.Error : settings.LogLevel,
        };
        var screen = new WatchedScreen(view);
        await using var process = await OpenAsync(
            settings,
            services => services.AddSingleton(ThisProgram.Build).AddTerminal(screen, context.Variable("USER") ?? Environment.UserName, name),
            log,
            context.Time
        );
        var channel = process.Channels.OfType<TerminalChannel>().Single();
        var groups = new ChatGroups(process.Store, settings.Host, context.Time);
        var first = await FirstAsync(groups, request, signals.Token);
        var commands = new ChatCommands(process, groups, view, settings) { Group = first, History = request.History };
        if (!request.Json && context.OutputIsTerminal)
        {
            view.Say(ChatGreeting.Of(settings, process.Agent, first));
        }

        await commands.EnterAsync(first, signals.Token);
        // On a pipe nobody waits for one answer more than for another.
        answer = context.InputIsTerminal ? new AnswerStop(process.Assistant, channel, commands, view) : null;

        using var end = CancellationTokenSource.CreateLinkedTokenSource(signals.Token);
        var running = process.RunAsync(end.Token);
        var session = new ChatSession(context, process, channel, view, commands, groups) { Json = request.Json };
        var talking = session.RunAsync(end.Token);
        await Task.WhenAny(running, talking, screen.Lost);
        await end.CancelAsync();
        if (screen.Lost.IsCompletedSuccessfully)
        {
            // Not waited for: an end in order would try to show the rest until its time is up. The next start takes it up, as after a kill.
            var reason = (await screen.Lost).Message.TrimEnd('.');
            throw new CliException(
                $"The output cannot be written: {reason}. What it did not get is kept, and shown by the next 'nanoclaw chat'.",
                ExitCode.Failure
            );
        }

        await running;
        return await talking;
    }

    private static async Task<AssistantProcess> OpenAsync(AssistantSettings settings, Action<IServiceCollection> addChannel, LogEntries log, TimeProvider time)
    {
        try
        {
            return await AssistantProcess.CreateAsync(settings, addChannel, log, time);
        }
        catch (StoreException exception) when (exception.Failure is StoreFailure.InUse)
        {
            throw new CliException(
                $"{exception.Message}\nThe assistant runs already: write to it in its channels, or end it to chat here. "
                    + $"A second assistant with a memory of its own: {AssistantKeys.StoreFolder}=store-chat nanoclaw chat",
                ExitCode.Conflict,
                exception
            );
        }
    }

    private static async Task<RegisteredGroup> FirstAsync(ChatGroups groups, Request request, CancellationToken cancellationToken) =>
        request.Group is not { } name ? await groups.OpenFirstAsync(cancellationToken)
        : await groups.FindAsync(name, cancellationToken) is { } group ? group
        : request.Add ? await groups.AddAsync(name, cancellationToken)
        : throw new CliException($"There is no group {name} in the terminal. To make it: nanoclaw chat --group {name} --add", ExitCode.Usage);

    private static void ShowLog(IChatView view, LogEntry entry)
    {
        // What an outage is, is said in plain words already.
        if (entry.Category.StartsWith("NanoClaw.Host.Outages", StringComparison.Ordinal))
        {
            return;
        }

        // That other channels wait is what a chat is, and a second one does without its port: neither need be said.
        if (entry.Event is not ("groups_unserved" or "health_not_served"))
        {
            view.ShowLog(entry);
        }
    }

    private sealed record Request(string? Group, bool Add, int History, bool Json);
}
