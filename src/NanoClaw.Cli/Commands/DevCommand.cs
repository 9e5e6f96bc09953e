using System.CommandLine;
using System.Globalization;
using NanoClaw.Dev;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw dev</c>: the whole of it on this machine.</summary>
internal static class DevCommand
{
    private const string Details = """
        It evaluates the infra program, runs the Worker it declares in workerd, and puts in front of it an edge that enforces the declared rules, rate limits and Access. Sessions and credentials are kept in .nanoclaw/ for the next start. It needs the Worker and workerd, which a clone and what eng/publish makes both have.

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
        var stack = new Option<string>("--stack", "-s") { Description = "The stack: 'local', or one with a Pulumi.<stack>.yaml, its encrypted values replaced by throw-away ones.", DefaultValueFactory = _ => StackName.Local };
        var port = new Option<int>("--port", "-p") { Description = "The port of HTTPS on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => LocalCloudOptions.DefaultPort };
        var reset = new Option<bool>("--reset") { Description = "Forget sessions, credentials and certificate first." };
        var json = new Option<bool>("--json") { Description = "With --ask: print one JSON object. Without: print where it runs as one JSON object, and do not chat." };
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
        var command = new DocumentedCommand("dev", "Runs the agent on this machine, as the infra program declares it, and lets you chat with it.", Details)
        {
            ask, stack, port, reset, json, verbose, config,
        };
        command.SetAction((parsed, cancellationToken) => new DevSession(context)
        {
            Question = parsed.GetValue(ask),
            Json = parsed.GetValue(json),
            Verbose = parsed.GetValue(verbose),
        }.RunAsync(
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
            cancellationToken));
        return command;
    }
}
