using System.CommandLine;

namespace NanoClaw.Cli.Commands.Memory;

/// <summary>What the commands of <c>nanoclaw memory</c> have in common.</summary>
internal static class MemoryOptions
{
    public const string GroupName = "JID|FOLDER";

    public static Argument<string> Group() => new(GroupName) { Description = "The group." };

    public static Option<bool> Removed() => new("--removed") { Description = "The folder is of a group that is not registered any more." };
}
