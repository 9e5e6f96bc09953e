using System.CommandLine;
using NanoClaw.Agents;
using NanoClaw.Cli.Asking;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw ask</c>: one question to the agent that the configuration names.</summary>
internal static class AskCommand
{
    private const string Details = $"""
        The endpoint and credentials come from the environment, then from .env; where neither names an endpoint, from the local cloud that 'nanoclaw dev' keeps running.

        Examples:
          nanoclaw ask "What is on my list today?"
          nanoclaw ask --group family "Remind us of the bins on Thursdays at 19:00."
          echo "Summarise this: ..." | nanoclaw ask -
          nanoclaw ask --json "How are you?" | jq -r .result

        {ExitCode.Help}
        """;

    public static Command Create(CliContext context)
    {
        var prompt = new Argument<string>("question") { Description = "What to ask; - reads it from standard input." };
        var group = new Option<string>("--group", "-g") { Description = "The folder of the group that asks.", DefaultValueFactory = _ => Question.DefaultGroup };
        var session = new Option<string?>("--session") { Description = "The session to go on with (a sessionId that --json printed). Default: a new one." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object: status, runId, sessionId, result, actions, usage; or status, code, message." };
        var env = new Option<string?>("--env-file") { Description = "A .env file in the place of the project's." };
        var command = new DocumentedCommand("ask", "Asks the agent one question and prints its answer as it comes.", Details) { prompt, group, session, json, env };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = parsed.GetValue(prompt)!;
            if (text == "-")
            {
                text = await context.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            }

            await using var connection = AgentConnection.Open(context, parsed.GetValue(env));
            return await RunAsync(context, connection.Runtime, text, parsed.GetValue(group)!, parsed.GetValue(session), parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

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
            throw new CliException(exception.Message, ExitCode.Of(exception), exception);
        }
        catch (ArgumentException exception)
        {
            // The request breaks a rule of the contract, found before anything was sent.
            throw new CliException(exception.Message, ExitCode.Usage, exception);
        }
    }
}
