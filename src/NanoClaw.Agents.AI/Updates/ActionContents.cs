using Microsoft.Extensions.AI;

namespace NanoClaw.Agents.AI;

/// <summary>What the agent asks the host to do, as content.</summary>
internal static class ActionContents
{
    /// <summary>
    /// A call that is only told of: it gives no right to anything, and no middleware may answer it, because the run it
    /// belongs to has ended. Its id is the run's and the action's, the same however often the run is read.
    /// </summary>
    public static FunctionCallContent Of(string runId, AgentEvent.ActionRequested action)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var argument in action.Arguments.EnumerateObject())
        {
            arguments[argument.Name] = argument.Value.Clone();
        }

        return new FunctionCallContent($"{runId}/{action.Id}", action.Name, arguments)
        {
            InformationalOnly = true,
            RawRepresentation = action,
            AdditionalProperties = action.Origins.Count > 0 ? new() { [RemoteKeys.Origins] = string.Join(',', action.Origins) } : null,
        };
    }
}
