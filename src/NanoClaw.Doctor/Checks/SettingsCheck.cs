using NanoClaw.Agents;
using NanoClaw.Home.Configuration;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether every setting can be what it says: all mistakes, not only the first.</summary>
public sealed class SettingsCheck : IDoctorCheck
{
    public string Name => "settings";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => Look(context).ToAsyncEnumerable();

    private static IEnumerable<Finding> Look(DoctorContext context)
    {
        var mistakes = context.Mistakes.Distinct(StringComparer.Ordinal).ToList();
        if (context is { Configuration: { } configuration, Agent: null } && !ProcessConfiguration.NamesAgent(configuration))
        {
            // Each of its keys is missing, and no one of them is the mistake.
            mistakes.RemoveAll(mistake =>
                mistake.StartsWith("CLOUDFLARE_", StringComparison.Ordinal) && mistake.Contains(" is missing", StringComparison.Ordinal)
            );
            yield return Finding.Problem(
                $"No agent is configured, neither in the environment nor in {ProcessConfiguration.SearchedIn(configuration)}.",
                "On this machine: nanoclaw dev, in another terminal. Of a stack: nanoclaw config pull --stack NAME"
            );
        }

        foreach (var mistake in mistakes)
        {
            yield return Finding.Problem(mistake, CureOf(mistake, context));
        }

        if (context is { Mistakes.Count: 0, Agent: { } agent, Settings: { } settings })
        {
            yield return Finding.Ok(
                $"runtime {agent.Runtime}, assistant {settings.Host.AssistantName}, store {settings.StoreFolder}, groups {settings.Host.GroupsFolder}"
            );
        }
    }

    /// <summary>Most of them say it themselves.</summary>
    private static string? CureOf(string mistake, DoctorContext context) =>
        mistake.Contains(AgentConfigurationKeys.Endpoint, StringComparison.Ordinal)
            ? "On this machine alone: nanoclaw dev. With a stack: nanoclaw config pull --stack NAME"
        : mistake.Contains("nanoclaw config pull", StringComparison.Ordinal) ? null
        : $"Correct it in {context.EnvFile}, or in the environment.";
}
