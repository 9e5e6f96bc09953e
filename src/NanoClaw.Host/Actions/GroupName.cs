using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>A group as people are told of it: its name, which others may have chosen, and what is sure.</summary>
internal static class GroupName
{
    public static string Of(RegisteredGroup group) =>
        $"the group \"{ShownText.Line(group.Name, 64)}\" (folder {ShownText.Line(group.Folder, 64)}, chat {ShownText.Line(group.Jid, 256)})";
}
