using NanoClaw.Agents;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Requests;

/// <summary>
/// The scheduled tasks that an agent is told of: its own group's in full where they fit, of the others' the first line.
/// Of every group those that run come first, and no group's many push out another's few.
/// </summary>
internal sealed class TaskList(RegisteredGroup group)
{
    private const int FirstLine = 120;

    /// <summary>How long the prompts of its own may be, tried in this order.</summary>
    private static readonly int[] Lengths = [int.MaxValue, 1000, FirstLine];

    private readonly List<AgentTask> _own = [];
    private readonly List<AgentTask> _others = [];
    private readonly List<LeftOut> _leftOut = [];
    private readonly List<AgentTask> _taken = [];

    public IReadOnlyList<AgentTask> Taken => _taken;

    public IReadOnlyList<LeftOut> LeftOut => _leftOut;

    public void Read(IReadOnlyList<ScheduledTask> tasks)
    {
        foreach (var task in tasks.OrderBy(task => task.Status))
        {
            var known = ToWire(task);
            if (AgentContract.FindMistake(known) is { } mistake)
            {
                _leftOut.Add(
                    new LeftOut(
                        $"task:{task.Id}",
                        $"the task {PlainText.Line(task.Id, 60)} of {PlainText.Line(task.GroupFolder, 60)}, which the agent could not read ({mistake}). Look at it: nanoclaw tasks list --all. Remove it: nanoclaw tasks cancel {PlainText.Line(task.Id, 20)}"
                    )
                );
            }
            else if (task.GroupFolder == group.Folder)
            {
                _own.Add(known);
            }
            else
            {
                _others.Add(known with { Prompt = PlainText.FirstLine(known.Prompt, FirstLine) });
            }
        }
    }

    /// <summary>The bytes of all, with the shortest of prompts.</summary>
    public int Least() => _own.Concat(_others).Take(AgentContract.MaxTasks).Sum(task => Size(Shortened(task, FirstLine)));

    /// <summary>Takes of its own group's as many as fit.</summary>
    /// <returns>The bytes that are left.</returns>
    public int TakeOwn(int bytes)
    {
        foreach (var length in Lengths)
        {
            var shortened = _own.Take(AgentContract.MaxTasks).Select(task => Shortened(task, length)).ToList();
            if (length == Lengths[^1] || shortened.Sum(Size) <= bytes)
            {
                return Take(
                    shortened,
                    _own.Count,
                    $"tasks:{group.Folder}",
                    $"{{0}} of the {_own.Count} tasks of {group.Folder}: there is no room for more. Cancel what is not needed: nanoclaw tasks list",
                    bytes
                );
            }
        }

        return bytes;
    }

    /// <summary>Takes of the other groups' as many as fit, one of each group in turn.</summary>
    /// <returns>The bytes that are left.</returns>
    public int TakeOthers(int bytes)
    {
        var inTurn = _others
            .GroupBy(task => task.GroupFolder, StringComparer.Ordinal)
            .SelectMany(tasks => tasks.Index())
            .OrderBy(task => task.Index)
            .Select(task => task.Item)
            .Take(AgentContract.MaxTasks - _taken.Count)
            .ToList();
        return Take(
            inTurn,
            _others.Count,
            "tasks:others",
            $"{{0}} of the {_others.Count} tasks of other groups: there is no room for more. All of them: nanoclaw tasks list",
            bytes
        );
    }

    private int Take(List<AgentTask> tasks, int all, string key, string text, int bytes)
    {
        var taken = 0;
        foreach (var task in tasks)
        {
            if (Size(task) > bytes)
            {
                break;
            }

            bytes -= Size(task);
            _taken.Add(task);
            taken++;
        }

        if (taken < all)
        {
            _leftOut.Add(new LeftOut(key, text.Replace("{0}", $"{all - taken}", StringComparison.Ordinal)));
        }

        return bytes;
    }

    private static AgentTask Shortened(AgentTask task, int length) =>
        task.Prompt.Length <= length ? task : task with { Prompt = PlainText.Head(task.Prompt, length) + "…" };

    /// <summary>With the comma before it.</summary>
    private static int Size(AgentTask task) => AgentContract.Measure(task) + 1;

    private static AgentTask ToWire(ScheduledTask task) =>
        new()
        {
            Id = task.Id,
            GroupFolder = task.GroupFolder,
            Prompt = task.Prompt,
            ScheduleType = task.ScheduleType.ToString().ToLowerInvariant(),
            ScheduleValue = task.ScheduleValue,
            Status = task.Status.ToString().ToLowerInvariant(),
            NextRun = task.NextRun,
        };
}
