using System.Runtime.CompilerServices;
using NanoClaw.Agents;
using NanoClaw.Home;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the <c>.env</c> file is private, can be read, and names keys that exist.</summary>
public sealed class EnvFileCheck : IDoctorCheck
{
    private const string Token = AgentConfigurationKeys.Token;
    private const string Older = AgentConfigurationKeys.OlderToken;

    public string Name => ".env";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = context.EnvFile;
        if (!File.Exists(file))
        {
            yield return Finding.Skipped($"{file} is not there: the settings are the environment's.");
            yield break;
        }

        var (values, mistake) = Read(file);
        if (mistake is not null)
        {
            yield return mistake;
        }

        if (OpenToOthers.Is(file))
        {
            yield return Finding.Problem($"{file} holds credentials, and others on this machine may read it.", $"chmod 600 {file}");
        }

        if (await IsTrackedAsync(file, cancellationToken))
        {
            yield return Finding.Problem(
                $"{file} is tracked by git: whoever gets the repository gets the credentials.",
                $"git rm --cached {file}, add .env to .gitignore, and make new credentials: raise rotationVersion (docs/CLOUDFLARE_DEPLOYMENT.md), and for Telegram /revoke at @BotFather"
            );
        }

        foreach (var finding in LookAtKeys(context, values))
        {
            yield return finding;
        }

        if (mistake is null)
        {
            var known = values.Count(pair => KnownKeys.Contains(pair.Key));
            yield return Finding.Ok($"{file}, {known} settings{(known == values.Count ? "" : $", and {values.Count - known} that NanoClaw does not read")}");
        }
    }

    private static IEnumerable<Finding> LookAtKeys(DoctorContext context, IReadOnlyDictionary<string, string> values)
    {
        foreach (var key in values.Keys.Where(key => !KnownKeys.Contains(key)))
        {
            if (NearestWord.Of(key, KnownKeys.All) is { } meant)
            {
                yield return Finding.Warning($"{key} is not a key of NanoClaw.", $"Was {meant} meant?");
            }
        }

        foreach (var (key, value) in values.Where(pair => KnownKeys.Contains(pair.Key)))
        {
            if (context.Cli.Variable(key) is { } exported && exported != value)
            {
                yield return Finding.Warning(
                    $"{key} is set to something else in the environment, which wins over the file.",
                    $"Unset it (unset {key}), or remove the line."
                );
            }
        }

        if (Set(Older) is { } older)
        {
            if (Set(Token) is null)
            {
                yield return Finding.Warning(
                    $"The agent's token is set as {Older}, the name by which Pulumi's provider looks for Cloudflare's API token.",
                    $"Rename it to {Token}."
                );
            }
            else if (Set(Token) == older)
            {
                yield return Finding.Warning(
                    $"{Older} holds the agent's token too; 'pulumi up' would take it for Cloudflare's API token and be refused.",
                    $"Remove {Older}."
                );
            }
        }

        string? Set(string key) => context.Cli.Variable(key) ?? (values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null);
    }

    private static (IReadOnlyDictionary<string, string> Values, Finding? Mistake) Read(string file)
    {
        try
        {
            return (DotEnv.ReadFile(file), null);
        }
        catch (FormatException exception)
        {
            return (new Dictionary<string, string>(StringComparer.Ordinal), Finding.Problem(exception.Message, "Correct the line."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (
                new Dictionary<string, string>(StringComparer.Ordinal),
                Finding.Problem(exception.Message, $"Let the user that NanoClaw runs as read it: chown, or chmod 600 {file}")
            );
        }
    }

    private static async Task<bool> IsTrackedAsync(string file, CancellationToken cancellationToken) =>
        await Executable.RunAsync("git", ["-C", Path.GetDirectoryName(file)!, "ls-files", "--error-unmatch", "--", Path.GetFileName(file)], cancellationToken)
            is { ExitCode: 0 };
}
