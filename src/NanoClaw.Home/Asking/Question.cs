using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Agents;
using NanoClaw.Terminal.Output;
using Spectre.Console;

namespace NanoClaw.Home.Asking;

/// <summary>One question to the agent: the answer is shown as it comes, or handed back whole.</summary>
public sealed class Question(CliContext context, IAgentRuntime runtime)
{
    private const string MainGroup = "main";
    private const string Chat = "nanoclaw-cli";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The group that is asked unless another is named.</summary>
    public static string DefaultGroup => MainGroup;

    /// <summary>Asks, and returns the exit code.</summary>
    public static async Task<int> RunAsync(
        CliContext context,
        IAgentRuntime runtime,
        string prompt,
        string group,
        string? session,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var question = new Question(context, runtime);
        try
        {
            if (json)
            {
                return await question.WriteJsonAsync(prompt, group, session, cancellationToken).ConfigureAwait(false);
            }

            await question.StreamAsync(prompt, group, session, cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (AgentException exception)
        {
            throw new CliException(exception.Message, AgentFailureCode.Of(exception), exception);
        }
        catch (ArgumentException exception)
        {
            // The request breaks a rule of the contract, found before anything was sent.
            throw new CliException(exception.Message, ExitCode.Usage, exception);
        }
    }

    /// <summary>Asks, and writes the text to the standard output as it comes.</summary>
    /// <returns>The session to go on with.</returns>
    /// <exception cref="AgentException">The run failed.</exception>
    public async Task<string?> StreamAsync(string prompt, string group, string? session, CancellationToken cancellationToken)
    {
        var (written, withheld) = (false, false);
        // An answer comes in parts of words.
        var flow = context.OutputIsTerminal ? new WordFlow(() => context.TerminalSize().Columns, holds: true) : null;
        await foreach (var agentEvent in EventsAsync(prompt, group, session, cancellationToken).ConfigureAwait(false))
        {
            switch (agentEvent)
            {
                case AgentEvent.Delta { From: not null }:
                    // What stands there cannot be taken back: the text is told anew, whole, once it is.
                    await WriteAsync(flow?.Flush() + context.Out.NewLine).ConfigureAwait(false);
                    (written, withheld) = (false, true);
                    break;
                case AgentEvent.Delta delta when !withheld:
                    written = true;
                    await WriteAsync(Flow(Show(delta.Text))).ConfigureAwait(false);
                    break;
                case AgentEvent.Output output:
                    await WriteAsync(Flow(written ? "" : Show(output.Result)) + Flow("\n").ReplaceLineEndings(context.Out.NewLine)).ConfigureAwait(false);
                    (written, withheld) = (false, false);
                    break;
                case AgentEvent.ActionRequested action:
                    context
                        .Progress()
                        .WriteLine(TerminalText.Safe($"[the agent asks for: {action.Name} {action.Arguments.GetRawText()}]"), new Style(Color.Grey));
                    break;
                case AgentEvent.Done done:
                    return done.SessionId;
            }
        }

        return session;

        string Flow(string text) => flow?.Append(text) ?? text;

        async Task WriteAsync(string text)
        {
            await context.Verbatim.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
            await context.Verbatim.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks, and writes one JSON object to the standard output: of an answer, or of an error.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WriteJsonAsync(string prompt, string group, string? session, CancellationToken cancellationToken)
    {
        var code = ExitCode.Success;
        JsonObject answer;
        try
        {
            answer = await CollectAsync(prompt, group, session, cancellationToken).ConfigureAwait(false);
        }
        catch (AgentException exception)
        {
            code = AgentFailureCode.Of(exception);
            answer = new JsonObject
            {
                ["status"] = "error",
                ["code"] = exception.Code,
                ["message"] = exception.Message,
            };
            if (exception.RetryAfter is { } wait)
            {
                answer["retryAfterSeconds"] = (int)Math.Ceiling(wait.TotalSeconds);
            }
        }

        await context.Verbatim.WriteLineAsync(answer.ToJsonString(Plain).AsMemory(), cancellationToken).ConfigureAwait(false);
        return code;
    }

    /// <summary>The run's events. Who does not want the rest ends the run where it goes on, too: it would be paid for, and nobody would see it.</summary>
    private async IAsyncEnumerable<AgentEvent> EventsAsync(
        string prompt,
        string group,
        string? session,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var runId = Guid.CreateVersion7(context.Time.GetUtcNow()).ToString("D");
        var hasEnded = false;
        try
        {
            await foreach (
                var item in runtime.StreamAsync(Request(prompt, group, session), new AgentRunOptions { RunId = runId }, cancellationToken).ConfigureAwait(false)
            )
            {
                hasEnded |= item is AgentEvent.Done;
                yield return item;
            }
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested && !hasEnded)
            {
                await StopAsync(group, runId).ConfigureAwait(false);
            }
        }
    }

    private async Task StopAsync(string group, string runId)
    {
        using var patience = new CancellationTokenSource(StopPatience, context.Time);
        try
        {
            await runtime.StopAsync(group, runId, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AgentException or OperationCanceledException)
        {
            context.Error.WriteLine("The agent could not be told to stop: what it does ends by itself at the turn's limit.");
        }
    }

    private string Show(string text) => context.OutputIsTerminal ? TerminalText.Safe(text) : text;

    private async Task<JsonObject> CollectAsync(string prompt, string group, string? session, CancellationToken cancellationToken)
    {
        var result = new StringBuilder();
        var actions = new JsonArray();
        var answer = new JsonObject
        {
            ["status"] = "success",
            ["runId"] = null,
            ["sessionId"] = null,
            ["result"] = null,
            ["actions"] = actions,
            ["usage"] = null,
        };
        await foreach (var agentEvent in EventsAsync(prompt, group, session, cancellationToken).ConfigureAwait(false))
        {
            switch (agentEvent)
            {
                case AgentEvent.Started started:
                    answer["runId"] = started.RunId;
                    break;
                case AgentEvent.Output output:
                    result.Append(result.Length == 0 ? "" : "\n\n").Append(output.Result);
                    break;
                case AgentEvent.ActionRequested action:
                    actions.Add(
                        new JsonObject
                        {
                            ["id"] = action.Id,
                            ["name"] = action.Name,
                            ["arguments"] = JsonNode.Parse(action.Arguments.GetRawText()),
                        }
                    );
                    break;
                case AgentEvent.Usage usage:
                    answer["usage"] = JsonSerializer.SerializeToNode(usage.Totals, JsonSerializerOptions.Web);
                    break;
                case AgentEvent.Done done:
                    answer["sessionId"] = done.SessionId;
                    break;
            }
        }

        answer["result"] = result.Length == 0 ? null : result.ToString();
        return answer;
    }

    private static AgentRequest Request(string prompt, string group, string? session) =>
        new()
        {
            Prompt = prompt,
            GroupFolder = group,
            ChatJid = $"{Chat}-{group}",
            IsMain = group == MainGroup,
            SessionId = session,
            Metadata = new AgentMetadata { Timezone = TimeZone() },
        };

    private static string TimeZone() =>
        TimeZoneInfo.Local.HasIanaId ? TimeZoneInfo.Local.Id
        : TimeZoneInfo.TryConvertWindowsIdToIanaId(TimeZoneInfo.Local.Id, out var iana) ? iana
        : "UTC";
}
