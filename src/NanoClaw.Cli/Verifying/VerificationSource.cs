using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Agents;
using NanoClaw.Cli.Configuration;
using NanoClaw.Home.Configuration;
using NanoClaw.Infra.Components;
using NanoClaw.Verification;
using NanoClaw.Verification.Lookup;

namespace NanoClaw.Cli.Verifying;

/// <summary>Which deployment is meant, and with what it is tried. No secret is ever an argument.</summary>
internal sealed record VerificationSource
{
    /// <summary>A stack's outputs; null: the agent of the environment and the <c>.env</c> file.</summary>
    public OutputSource? Outputs { get; init; }

    public string? EnvFile { get; init; }

    /// <summary>Files in the shape of <c>.env</c>, or - for standard input.</summary>
    public string? Other { get; init; }

    public string? Expired { get; init; }

    public string? Retired { get; init; }

    public string? WorkersDev { get; init; }

    public string? Preview { get; init; }

    /// <exception cref="CliException">Something is missing, or cannot be read.</exception>
    public async Task<VerificationTarget> ReadAsync(CliContext context, CancellationToken cancellationToken)
    {
        if (new[] { Outputs?.File, Other, Expired, Retired }.Count(file => file is "-") > 1)
        {
            throw new CliException("Standard input can be one file alone: name the others.", ExitCode.Usage);
        }

        var outputs = Outputs is null ? null : await Outputs.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        var target = outputs is null ? FromEnvironment(context) : FromOutputs(outputs);
        target = target with
        {
            Other = await SpentAsync(context, Other, target.Other, cancellationToken).ConfigureAwait(false),
            Expired = await SpentAsync(context, Expired, target.Expired, cancellationToken).ConfigureAwait(false),
            Retired = await SpentAsync(context, Retired, target.Retired, cancellationToken).ConfigureAwait(false),
        };
        target = target.IsLocal
            ? await LocalTarget.CompleteAsync(context, target, Outputs?.Stack, cancellationToken).ConfigureAwait(false)
            : await LookUpAsync(context, target, outputs, cancellationToken).ConfigureAwait(false);
        return target with { WorkersDev = WorkersDev ?? target.WorkersDev, Preview = Preview ?? target.Preview };
    }

    private VerificationTarget FromEnvironment(CliContext context)
    {
        var configuration = ProcessConfiguration.Open(context, EnvFile);
        string? Value(string key) => configuration[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        return Target(Value);
    }

    private static VerificationTarget FromOutputs(StackOutputs outputs) => Target(key => outputs.Settings.GetValueOrDefault(key));

    private static VerificationTarget Target(Func<string, string?> value)
    {
        var options = new CloudflareAgentOptions
        {
            Endpoint = Uri.TryCreate(value(AgentConfigurationKeys.Endpoint), UriKind.Absolute, out var endpoint) ? endpoint : null,
            CaFile = value(AgentConfigurationKeys.CaFile),
        };
        var credentials = Credentials(value);
        try
        {
            // The client's own rules say what is wrong, and with which key.
            using var checkedOptions = new CloudflareAgentRuntime(options, new FixedCredentials(credentials), NullLogger<CloudflareAgentRuntime>.Instance);
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException exception)
        {
            throw new CliException(
                $"There is no agent to try, or not all that is needed to reach it:\n  {string.Join("\n  ", exception.Failures)}\nA stack's values are taken by: nanoclaw config pull --stack NAME",
                ExitCode.Usage,
                exception
            );
        }

        return credentials.Token.Length == 0
            ? throw new CliException(
                $"{AgentConfigurationKeys.Token} is missing: without the right credentials no refusal proves anything. Take the stack's: nanoclaw config pull --stack NAME, or name it here with --stack NAME.",
                ExitCode.Usage
            )
            : new VerificationTarget
            {
                Endpoint = options.Endpoint!,
                CaFile = options.CaFile,
                Credentials = credentials,
            };
    }

    private static AgentCredentials Credentials(Func<string, string?> value) =>
        new()
        {
            Token = value(AgentConfigurationKeys.Token) ?? value(AgentConfigurationKeys.OlderToken) ?? "",
            AccessClientId = value(AgentConfigurationKeys.AccessClientId),
            AccessClientSecret = value(AgentConfigurationKeys.AccessClientSecret),
        };

    private static async Task<Spent> SpentAsync(CliContext context, string? file, Spent otherwise, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return otherwise;
        }

        var name = file == "-" ? "Standard input" : file;
        try
        {
            var text =
                file == "-"
                    ? await context.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false)
                    : await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
            var credentials = Credentials(DotEnv.Parse(text, name).GetValueOrDefault);
            return credentials is { Token.Length: > 0, AccessClientId.Length: > 0, AccessClientSecret.Length: > 0 }
                ? Spent.Of(credentials)
                : throw new CliException(
                    $"{name} must have {AgentConfigurationKeys.Token}, {AgentConfigurationKeys.AccessClientId} and {AgentConfigurationKeys.AccessClientSecret}, a line each, as 'nanoclaw config pull' writes them.",
                    ExitCode.Usage
                );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CliException($"{name} cannot be read: {exception.Message}", ExitCode.Usage, exception);
        }
    }

    private static async Task<VerificationTarget> LookUpAsync(
        CliContext context,
        VerificationTarget target,
        StackOutputs? outputs,
        CancellationToken cancellationToken
    )
    {
        // The older name of the bearer token is the same: that one is not for Cloudflare's API.
        if (
            outputs?.Worker is not { } worker
            || context.Variable(AgentConfigurationKeys.OlderToken) is not { } apiToken
            || apiToken == target.Credentials.Token
        )
        {
            return target;
        }

        using var lookup = new WorkersDevLookup(apiToken);
        // The front is what answers a request; a stack of an older program has none, and its one Worker does.
        var (name, version) = await lookup.FindAsync(worker.AccountId, Front.ScriptNameOf(worker.Name), cancellationToken).ConfigureAwait(false);
        if (version is null)
        {
            (name, version) = await lookup.FindAsync(worker.AccountId, worker.Name, cancellationToken).ConfigureAwait(false);
        }

        return target with
        {
            WorkersDev = name,
            Preview = version,
        };
    }

    private sealed class FixedCredentials(AgentCredentials credentials) : IAgentCredentialSource
    {
        public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken) => ValueTask.FromResult(credentials);
    }
}
