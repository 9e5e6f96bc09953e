using NanoClaw.Agents;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Requests;

/// <summary>
/// Fits what the agent is told beside the prompt into the bytes that the contract allows, by importance: the group's
/// memory, its own tasks, the registered groups, then the first lines of other groups' tasks.
/// </summary>
internal static class RequestFit
{
    /// <summary>What the lists keep where the memory would take all: without them the agent could not change a task.</summary>
    private const int LeastForLists = 32 * 1024;

    /// <param name="request">The request without its memory and lists; its prompt fits.</param>
    /// <param name="group">Whose run it is.</param>
    /// <param name="memory">What is known of the group.</param>
    /// <param name="tasks">The tasks it may see.</param>
    /// <param name="groups">The registered groups; none but for the main group.</param>
    public static FittedRequest Fit(
        AgentRequest request,
        RegisteredGroup group,
        string? memory,
        IReadOnlyList<ScheduledTask> tasks,
        IReadOnlyList<RegisteredGroup> groups
    )
    {
        var leftOut = new List<LeftOut>();
        var metadata = request.Metadata! with { Memory = "", Tasks = [], Groups = [] };
        var left = AgentContract.MaxBodyBytes - AgentContract.MeasureBody(request with { Metadata = metadata });
        var (taskList, groupList) = (new TaskList(group), new GroupList());
        taskList.Read(tasks);
        groupList.Read(groups);

        var forLists = Math.Min(LeastForLists, taskList.Least() + groupList.Least());
        var fitted = FitMemory(memory ?? "", left - forLists);
        left -= AgentContract.MeasureText(fitted);
        if (fitted.Length < (memory?.Length ?? 0))
        {
            leftOut.Add(
                new LeftOut(
                    $"memory:{group.Folder}",
                    $"the end of what is known about {group.Folder}: its CLAUDE.md, with the one in groups/global, is longer than the agent can be given. Shorten groups/{group.Folder}/CLAUDE.md"
                )
            );
        }

        left = taskList.TakeOwn(left - Math.Min(LeastForLists / 2, groupList.Least())) + Math.Min(LeastForLists / 2, groupList.Least());
        left = groupList.Take(left);
        taskList.TakeOthers(left);
        return new FittedRequest(
            request with
            {
                Metadata = metadata with { Memory = fitted.Length > 0 ? fitted : null, Tasks = taskList.Taken, Groups = group.IsMain ? groupList.Taken : null },
            },
            [.. leftOut, .. taskList.LeftOut, .. groupList.LeftOut]
        );
    }

    private static string FitMemory(string memory, int bytes)
    {
        memory = PlainText.Head(memory, AgentContract.MaxMemory);
        if (AgentContract.MeasureText(memory) <= bytes)
        {
            return memory;
        }

        var (fits, tooLong) = (0, memory.Length);
        while (tooLong - fits > 1)
        {
            var half = (fits + tooLong) / 2;
            (fits, tooLong) = AgentContract.MeasureText(PlainText.Head(memory, half)) <= bytes ? (half, tooLong) : (fits, half);
        }

        return PlainText.Head(memory, fits);
    }
}

/// <summary>A request that the contract takes, and what of it had to go.</summary>
internal sealed record FittedRequest(AgentRequest Request, IReadOnlyList<LeftOut> LeftOut);
