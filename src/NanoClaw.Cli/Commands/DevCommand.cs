using System.CommandLine;
using System.Globalization;
using NanoClaw.Cli.Running;
using NanoClaw.Dev;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw dev</c>: the whole of it on this machine.</summary>
internal static class DevCommand
{
    private const string Details = """
        It runs the agent as it would run at Cloudflare: the Worker, and before it an edge with the same rules, rate limits and Access, all taken from the program in infra/. Sessions and credentials are kept in .nanoclaw/ for the next start. It works from a clone, and from what eng/publish makes.

        Ctrl-C ends an answer while it comes, and the run with it; where none is under way, it ends everything.

        The model: ANTHROPIC_API_KEY (with ANTHROPIC_MODEL, ANTHROPIC_BASE_URL), or OPENAI_API_KEY or OPENAI_BASE_URL (with OPENAI_MODEL) for any endpoint of that kind; without one, a built-in demo.

        Examples:
          nanoclaw dev
          nanoclaw dev --ask "What can you do?"
          nanoclaw dev --stack staging --port 0
          nanoclaw dev --config runsPerDay=3
          nanoclaw dev --reset

        Exit codes: those of 'nanoclaw ask'.
        """;

    public static Command Create(CliContext context)
    {
        var ask = new Option<string?>("--ask") { Description = "Ask one question, print the answer, and end." };
        var stack = new Option<string>("--stack", "-s")
        {
            Description = "The stack: 'local', or one with a Pulumi.<stack>.yaml, with random values in the place of its encrypted ones.",
            DefaultValueFactory = _ => StackName.Local,
        };
        var port = new Option<int>("--port", "-p")
        {
            Description = "The port of HTTPS on 127.0.0.1; 0 takes a free one.",
            DefaultValueFactory = _ => LocalCloudOptions.DefaultPort,
        };
        var reset = new Option<bool>("--reset") { Description = "Forget sessions, credentials and certificate first." };
        var json = new Option<bool>("--json")
        {
            Description = "With --ask: print one JSON object. Without: print where it runs as one JSON object, and do not chat.",
        };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Show what the Worker logs." };
        var config = SettingOverrides.Create();
        port.Validators.Add(result =>
        {
            // Reading the value of what is not a number throws here.
            if (!result.Implicit && result.Tokens is [{ Value: var text }] && !ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                result.AddError($"--port must be a number from 0 to 65535, not '{text}'.");
            }
        });
        var command = new DocumentedCommand("dev", "Runs the agent on this machine, as it would run at Cloudflare, and lets you chat with it.", Details)
        {
            ask,
            stack,
            port,
            reset,
            json,
            verbose,
            config,
        };
        command.HandlesSignals = true;
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var session = new DevSession(context)
                {
                    Question = parsed.GetValue(ask),
                    Json = parsed.GetValue(json),
                    Verbose = parsed.GetValue(verbose),
                };
                using var signals = new TerminationSignals(static () => { }, Environment.Exit, cancellationToken, session.TryStopAnswer);
                return await session.RunAsync(
                    new LocalCloudOptions
                    {
                        ProjectFolder = context.ProjectFolder,
                        Stack = parsed.GetValue(stack)!,
                        Model = ModelChoice.FromEnvironment(context.Variable),
                        Overrides = parsed.GetValue(config)!,
                        Port = parsed.GetValue(port),
                        Reset = parsed.GetValue(reset),
                        Time = context.Time,
                    },
                    signals.Token
                );
            }
        );
        return command;
    }
}
