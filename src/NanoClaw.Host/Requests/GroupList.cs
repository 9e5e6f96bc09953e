using NanoClaw.Agents;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Requests;

/// <summary>The registered groups that the main group's agent is told of: by the names they were registered with.</summary>
internal sealed class GroupList
{
    private const int LongestName = 100;

    private readonly List<AgentGroup> _all = [];
    private readonly List<AgentGroup> _taken = [];
    private readonly List<LeftOut> _leftOut = [];

    public IReadOnlyList<AgentGroup> Taken => _taken;

    public IReadOnlyList<LeftOut> LeftOut => _leftOut;

    public void Read(IReadOnlyList<RegisteredGroup> groups)
    {
        foreach (var group in groups)
        {
            var known = new AgentGroup
            {
                Jid = group.Jid,
                Name = PlainText.Line(group.Name, LongestName),
                Folder = group.Folder,
            };
            if (!GroupFolder.IsValid(group.Folder) || AgentContract.FindMistake(known) is not null)
            {
                _leftOut.Add(Unusable(group));
            }
            else
            {
                _all.Add(known);
            }
        }
    }

    public int Least() => _all.Take(AgentContract.MaxGroups).Sum(Size);

    /// <summary>Takes as many as fit.</summary>
    /// <returns>The bytes that are left.</returns>
    public int Take(int bytes)
    {
        foreach (var group in _all.Take(AgentContract.MaxGroups).TakeWhile(group => Size(group) <= bytes))
        {
            bytes -= Size(group);
            _taken.Add(group);
        }

        if (_taken.Count < _all.Count)
        {
            _leftOut.Add(
                new LeftOut(
                    "groups",
                    $"{_all.Count - _taken.Count} of the {_all.Count} registered groups: there is no room for more. All of them: nanoclaw groups list"
                )
            );
        }

        return bytes;
    }

    /// <summary>A group whose folder or chat id breaks the rules: no agent can run for it.</summary>
    public static LeftOut Unusable(RegisteredGroup group)
    {
        var (jid, folder) = (PlainText.Line(group.Jid, 80), PlainText.Line(group.Folder, 60));
        return new LeftOut(
            $"group:{group.Jid}",
            GroupFolder.IsValid(group.Folder)
                ? $"the group {folder}, whose chat id is longer than {AgentContract.MaxJid} characters. Its own messages are answered"
                : $"the group {jid}, whose folder {folder} is not one: letters, digits, _ and - only, at most 64, not global. Its messages are kept and not answered. Give it another: nanoclaw groups remove {jid}, then nanoclaw groups add {jid} --folder NAME"
        );
    }

    private static int Size(AgentGroup group) => AgentContract.Measure(group) + 1;
}
