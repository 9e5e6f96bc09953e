using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.Setup.Answering;
using NanoClaw.Deployment.StackFiles;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Deployment.Setup.Applying;

/// <summary>
/// Sets a stack's secrets by <c>pulumi config set --secret</c>, each on its standard input. Pulumi writes the encrypted value into a
/// copy of the stack's file, and only that value is taken from it: the CLI writes numbers as texts and has lost comments before.
/// </summary>
internal sealed class StackSecrets(PulumiCommandLine pulumi, StackFolder folder, string stack)
{
    private const string None = "none";

    /// <summary>The secrets that a file needs and does not hold encrypted.</summary>
    public static IReadOnlyList<string> Missing(StackFile file, bool replace)
    {
        var needsKey = NeedsModelKey(file);
        var isGateway = needsKey && file.Scalar(SettingKeys.AiGateway) == "true";
        return
        [
            .. IsSet(SettingKeys.ModelApiKey) && !(replace && needsKey) ? [] : (string[])[SettingKeys.ModelApiKey],
            .. !isGateway || (IsSet(SettingKeys.AiGatewayToken) && !replace) ? [] : (string[])[SettingKeys.AiGatewayToken],
        ];

        bool IsSet(string key) => file.Get(key) is StackValue.Secure || (key == SettingKeys.ModelApiKey && !needsKey && file.Scalar(key) == None);
    }

    /// <summary>Finds the value of a secret: in the environment, or by a prompt that does not show it.</summary>
    public static async Task<string?> FindAsync(
        string key,
        StackFile file,
        Answers answers,
        Func<string, string?> variable,
        CancellationToken cancellationToken
    )
    {
        if (key == SettingKeys.AiGatewayToken)
        {
            const string Gateway = "CLOUDFLARE_AI_GATEWAY_TOKEN";
            return await answers
                .FindSecretAsync("the API token with the one permission 'AI Gateway: Run'", Gateway, variable(Gateway), cancellationToken)
                .ConfigureAwait(false);
        }

        if (!NeedsModelKey(file))
        {
            return None;
        }

        var name = file.Scalar(SettingKeys.ModelProvider) == "openai" ? "OPENAI_API_KEY" : "ANTHROPIC_API_KEY";
        return await answers.FindSecretAsync("the model's API key", name, variable(name), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has it encrypted, and puts it into the stack's file.</summary>
    public async Task SetAsync(string key, string value, CancellationToken cancellationToken)
    {
        var file = folder.Read(stack)!;
        var scratch = Directory.CreateTempSubdirectory("nanoclaw-setup-");
        try
        {
            var copy = Path.Combine(scratch.FullName, $"Pulumi.{stack}.yaml");
            await File.WriteAllTextAsync(copy, file.Text, cancellationToken).ConfigureAwait(false);
            await pulumi
                .ChangeAsync(
                    ["config", "set", $"{SettingKeys.Namespace}:{key}", "--secret", "--config-file", copy],
                    stack,
                    value,
                    $"set the secret '{key}' of the stack '{stack}'",
                    cancellationToken
                )
                .ConfigureAwait(false);
            var written = StackFile.Parse(await File.ReadAllTextAsync(copy, cancellationToken).ConfigureAwait(false), file.Name);
            if (written.Get(key) is not StackValue.Secure secure)
            {
                throw new DeploymentException(
                    $"pulumi has not encrypted '{key}'. Set it by hand: pulumi config set --secret {key} --stack {stack}",
                    DeploymentFailure.Failed
                );
            }

            folder.Write(stack, file.With(key, secure, [.. SettingKeys.All.Select(definition => definition.Key)]).WithKeysOf(written));
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static bool NeedsModelKey(StackFile file) => file.Scalar(SettingKeys.ModelProvider) is null or "anthropic" or "openai";
}
