using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Agents;
using NanoClaw.LocalCloud;
using NanoClaw.Verification;

namespace NanoClaw.Cli.Verifying;

/// <summary>What the local cloud knows of itself, and nobody has to be asked for.</summary>
internal static class LocalTarget
{
    private const string AnyVersion = "0123abcd";
    private const string TooYoung = "the local cloud's credentials have no generation before the previous one yet (/rotate in 'nanoclaw dev' makes one)";

    /// <summary>Adds the local cloud's own names and spent credentials where the target is that cloud.</summary>
    public static async Task<VerificationTarget> CompleteAsync(
        CliContext context,
        VerificationTarget target,
        string? stack,
        CancellationToken cancellationToken
    )
    {
        var state = StateFolder.Of(context.ProjectFolder, stack ?? StackName.Local);
        if (Read(state) is not { } outputs || Text(outputs, "agentEndpoint") is not { } endpoint || new Uri(endpoint) != target.Endpoint)
        {
            return target;
        }

        var spent = await SpentCredentials.ReadAsync(context.ProjectFolder, state.Stack, cancellationToken).ConfigureAwait(false);
        var name = Text(outputs, LocalOutputs.WorkersDev);
        return target with
        {
            PlainEndpoint = Uri.TryCreate(Text(outputs, LocalOutputs.PlainEndpoint), UriKind.Absolute, out var plain) ? plain : null,
            CaFile = target.CaFile ?? Text(outputs, LocalOutputs.CaFile),
            WorkersDev = name,
            Preview = name is null ? null : $"{AnyVersion}-{name}",
            Other = Of(target.Other, spent.OfAnother, ""),
            Expired = Of(target.Expired, spent.Ended, ""),
            Retired = Of(target.Retired, spent.Retired, TooYoung),
        };
    }

    private static Spent Of(Spent given, LocalCredentials? own, string whyNot) =>
        (given.Credentials, own) switch
        {
            (not null, _) => given,
            (null, null) => Spent.Missing(whyNot),
            var (_, made) => Spent.Of(
                new AgentCredentials
                {
                    Token = made.Token,
                    AccessClientId = made.ClientId,
                    AccessClientSecret = made.ClientSecret,
                }
            ),
        };

    private static JsonObject? Read(StateFolder state)
    {
        try
        {
            return File.Exists(state.OutputsFile) ? JsonNode.Parse(File.ReadAllText(state.OutputsFile)) as JsonObject : null;
        }
        catch (JsonException exception)
        {
            throw new CliException($"{state.OutputsFile} is damaged. Start 'nanoclaw dev' again.", ExitCode.Usage, exception);
        }
    }

    private static string? Text(JsonObject outputs, string name) => outputs[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
