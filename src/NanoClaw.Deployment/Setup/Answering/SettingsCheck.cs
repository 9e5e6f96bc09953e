using System.Text.Json.Nodes;
using NanoClaw.Deployment.StackFiles;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Deployment.Setup.Answering;

/// <summary>Holds a stack's file against the program's own rules, before anything is written.</summary>
internal static class SettingsCheck
{
    /// <exception cref="DeploymentException">The program would refuse it.</exception>
    public static StackSettings Demand(string stack, StackFile file)
    {
        var values = file.All()
            .Where(pair => !pair.Key.Contains(':', StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key, pair => TextOf(pair.Value), StringComparer.Ordinal);
        string Of(string key, string otherwise) => values.GetValueOrDefault(key, otherwise);
        var nextKeys = NextModelKeys.Needed(Of(SettingKeys.ModelProvider, "anthropic"), Of(SettingKeys.ModelBaseUrl, ""), Of(SettingKeys.NextModels, "[]"));
        // Set after the file is written, by Pulumi. A key of a model that is not listed would be a mistake.
        foreach (
            var secret in SettingKeys.All.Where(definition =>
                definition.Secret && (!NextModelKeys.All.Contains(definition.Key) || nextKeys.Contains(definition.Key))
            )
        )
        {
            values.TryAdd(secret.Key, "to-be-set");
        }

        try
        {
            return SettingsParser.Parse(stack, values);
        }
        catch (SettingsException exception)
        {
            throw new DeploymentException(
                $"These settings of {file.Name} would be refused; nothing was written.\n  {string.Join("\n  ", exception.Mistakes)}",
                DeploymentFailure.Usage,
                exception
            );
        }
    }

    private static string TextOf(StackValue value) =>
        value switch
        {
            StackValue.Scalar scalar => scalar.Text,
            StackValue.List list => new JsonArray([.. list.Items.Select(item => (JsonNode)item)]).ToJsonString(),
            StackValue.Secure => "to-be-decrypted",
            _ => "",
        };
}
