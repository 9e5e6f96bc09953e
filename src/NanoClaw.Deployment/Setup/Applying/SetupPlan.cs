using NanoClaw.Deployment.Setup.Adopting;
using NanoClaw.Deployment.Setup.Answering;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.Setup.Applying;

/// <summary>Everything that a setup is about to do, so that it can be shown before.</summary>
internal sealed record SetupPlan
{
    /// <summary>The subdomain of workers.dev to register; null for none.</summary>
    public required string? WorkersSubdomain { get; init; }

    /// <summary>What the stack's file is to say.</summary>
    public required WantedSettings Settings { get; init; }

    /// <summary>The owner's file with the stack's hostname in it; null where nothing changes.</summary>
    public required (string Stack, StackFile File, SettingChange Change)? Owner { get; init; }

    /// <summary>Whether Pulumi has the stack.</summary>
    public required bool StackExists { get; init; }

    /// <summary>The secrets to set.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>The rulesets to take over.</summary>
    public required Adoption Adoption { get; init; }

    public IReadOnlyList<SettingChange> Changes => Owner is { } owner ? [.. Settings.Changes, owner.Change] : Settings.Changes;

    /// <summary>Whether anything is to be done.</summary>
    public bool IsNeeded => WorkersSubdomain is not null || Changes.Count > 0 || !StackExists || Secrets.Count > 0 || Adoption.IsNeeded;

    /// <summary>Says each act.</summary>
    public void Show(string stack, ISetupConversation conversation, IReadOnlyList<string> adoptionCommands)
    {
        if (WorkersSubdomain is not null)
        {
            conversation.Say(SetupMark.Change, $"register the workers.dev subdomain '{WorkersSubdomain}' (it can be renamed, and nothing will answer there)");
        }

        foreach (var change in Changes)
        {
            conversation.Say(SetupMark.Change, $"Pulumi.{change.Stack}.yaml: {change}");
        }

        if (!StackExists)
        {
            conversation.Say(SetupMark.Change, $"pulumi stack init {stack}");
        }

        foreach (var secret in Secrets)
        {
            conversation.Say(SetupMark.Change, $"pulumi config set --secret {secret}, the value on its standard input");
        }

        foreach (var command in adoptionCommands)
        {
            conversation.Say(SetupMark.Change, command);
        }
    }
}
