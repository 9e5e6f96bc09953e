namespace NanoClaw.LocalCloud.Updates.Provider;

/// <summary>Alerts, and what is not Cloudflare's.</summary>
internal static class OtherBehaviours
{
    // Filters that were not set come back as {}: one update more after a refresh, which takes nothing away.
    public static ResourceBehaviour NotificationPolicy { get; } =
        new()
        {
            Type = "cloudflare:index/notificationPolicy:NotificationPolicy",
            Source = "internal/services/notification_policy/schema.go",
            Replaces = ["accountId"],
            Defaults = new Dictionary<string, string>(StringComparer.Ordinal) { ["enabled"] = "true" },
            Answers = new Dictionary<string, string>(StringComparer.Ordinal) { ["filters"] = "{}" },
        };

    // The npm package says it too: replaceOnChanges: ["triggers[*]"]. Any other change runs the command again in place.
    public static ResourceBehaviour Command { get; } =
        new()
        {
            Type = "command:local:Command",
            Source = "pulumi-command, provider/pkg/provider/common: triggers, provider:\"replaceOnChanges\"",
            Replaces = ["triggers"],
        };

    public static ResourceBehaviour RandomBytes { get; } =
        new()
        {
            Type = "random:index/randomBytes:RandomBytes",
            Source = "terraform-provider-random, internal/provider/resource_bytes.go",
            Replaces = ["keepers", "length"],
        };

    // Of earlier revisions: read anew with each update, and never made.
    public static ResourceBehaviour StackReference { get; } =
        new()
        {
            Type = "pulumi:pulumi:StackReference",
            Source = "pulumi, pkg/resource/deploy/builtins.go",
            StaysWhenDeleted = true,
        };
}
