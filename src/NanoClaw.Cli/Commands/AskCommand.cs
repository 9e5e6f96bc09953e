using System.CommandLine;
using NanoClaw.Home.Asking;

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
        var group = new Option<string>("--group", "-g")
        {
            Description = "The folder of the group that asks.",
            DefaultValueFactory = _ => Question.DefaultGroup,
        };
        var session = new Option<string?>("--session") { Description = "The session to go on with (a sessionId that --json printed). Default: a new one." };
        var json = new Option<bool>("--json")
        {
            Description = "Print one JSON object: status, runId, sessionId, result, actions, usage; or status, code, message.",
        };
        var env = new Option<string?>("--env-file") { Description = "Read this .env file instead of the project's." };
        var command = new DocumentedCommand("ask", "Asks the agent one question and prints its answer as it comes.", Details)
        {
            prompt,
            group,
            session,
            json,
            env,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var text = parsed.GetValue(prompt)!;
                if (text == "-")
                {
                    text = await context.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
                }

                await using var connection = AgentConnection.Open(context, parsed.GetValue(env));
                return await Question
                    .RunAsync(context, connection.Runtime, text, parsed.GetValue(group)!, parsed.GetValue(session), parsed.GetValue(json), cancellationToken)
                    .ConfigureAwait(false);
            }
        );
        return command;
    }
}
