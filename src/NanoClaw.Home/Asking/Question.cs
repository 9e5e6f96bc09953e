using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Agents;
using Spectre.Console;

namespace NanoClaw.Home.Asking;

/// <summary>One question to the agent: the answer is shown as it comes, or handed back whole.</summary>
public sealed class Question(CliContext context, IAgentRuntime runtime)
{
    private const string MainGroup = "main";
    private const string Chat = "nanoclaw-cli";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The group that is asked unless another is named.</summary>
    public static string DefaultGroup => MainGroup;

    /// <summary>Asks, and returns the exit code.</summary>
    public static async Task<int> RunAsync(
        CliContext context, IAgentRuntime runtime, string prompt, string group, string? session, bool json, CancellationToken cancellationToken)
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
        await foreach (var agentEvent in runtime.StreamAsync(Request(prompt, group, session), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            switch (agentEvent)
            {
                case AgentEvent.Delta { From: not null }:
                    // What stands there cannot be taken back: the text is told anew, whole, once it is.
                    await context.Out.WriteLineAsync().ConfigureAwait(false);
                    (written, withheld) = (false, true);
                    break;
                case AgentEvent.Delta delta when !withheld:
                    written = true;
                    await context.Out.WriteAsync(Show(delta.Text).AsMemory(), cancellationToken).ConfigureAwait(false);
                    await context.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case AgentEvent.Output output:
                    await context.Out.WriteLineAsync((written ? "" : Show(output.Result)).AsMemory(), cancellationToken).ConfigureAwait(false);
                    (written, withheld) = (false, false);
                    break;
                case AgentEvent.ActionRequested action:
                    context.Progress().WriteLine(TerminalText.Safe($"[the agent asks for: {action.Name} {action.Arguments.GetRawText()}]"), new Style(Color.Grey));
                    break;
                case AgentEvent.Done done:
                    return done.SessionId;
            }
        }

        return session;
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
            answer = new JsonObject { ["status"] = "error", ["code"] = exception.Code, ["message"] = exception.Message };
            if (exception.RetryAfter is { } wait)
            {
                answer["retryAfterSeconds"] = (int)Math.Ceiling(wait.TotalSeconds);
            }
        }

        await context.Out.WriteLineAsync(answer.ToJsonString(Plain).AsMemory(), cancellationToken).ConfigureAwait(false);
        return code;
    }

    private string Show(string text) => context.OutputIsTerminal ? TerminalText.Safe(text) : text;

    private async Task<JsonObject> CollectAsync(string prompt, string group, string? session, CancellationToken cancellationToken)
    {
        var result = new StringBuilder();
        var actions = new JsonArray();
        var answer = new JsonObject { ["status"] = "success", ["runId"] = null, ["sessionId"] = null, ["result"] = null, ["actions"] = actions, ["usage"] = null };
        await foreach (var agentEvent in runtime.StreamAsync(Request(prompt, group, session), cancellationToken: cancellationToken).ConfigureAwait(false))
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
                    actions.Add(new JsonObject { ["id"] = action.Id, ["name"] = action.Name, ["arguments"] = JsonNode.Parse(action.Arguments.GetRawText()) });
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

    private static AgentRequest Request(string prompt, string group, string? session) => new()
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
