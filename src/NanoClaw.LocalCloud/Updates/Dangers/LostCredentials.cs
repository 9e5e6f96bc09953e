namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>
/// The credentials that clients have now have to be valid after the update as well. Which generation that is, the Worker's own
/// bindings say; that the one before it goes with a rotation is what a rotation is.
/// </summary>
internal static class LostCredentials
{
    private const string Current = "TOKEN_SHA256_CURRENT";
    private const string Previous = "TOKEN_SHA256_PREVIOUS";
    private const string ClientIds = "ACCESS_CLIENT_IDS";
    private const string TeamDomain = "ACCESS_TEAM_DOMAIN";

    public static IEnumerable<Danger> Find(UpdatePlan plan)
    {
        var scripts = plan.After.OfType(ResourceTypes.Script).ToArray();
        foreach (var before in plan.Before.OfType(ResourceTypes.Script).Where(IsDoor))
        {
            // Which Worker is the door may change: it was the agent's own, and is the one before it.
            var after =
                scripts.FirstOrDefault(script => IsDoor(script) && AgentOf(script) == AgentOf(before))
                ?? scripts.FirstOrDefault(script => script.Urn == before.Urn);
            foreach (var danger in after is null ? [] : Of(before, after))
            {
                yield return danger;
            }
        }
    }

    private static bool IsDoor(DeployedResource script) => WorkerState.Bindings(script).Any(b => b["name"]?.ToString() is Current or ClientIds);

    private static string? AgentOf(DeployedResource script) =>
        WorkerState.Bindings(script).Select(b => b["scriptName"]?.ToString()).FirstOrDefault(name => name is not null) ?? script.Text("scriptName");

    private static IEnumerable<Danger> Of(DeployedResource before, DeployedResource after)
    {
        if (
            WorkerState.Text(before, Current) is { } current
            && !new[] { Current, Previous }.Select(name => WorkerState.Text(after, name)).OfType<string>().Any(text => KeptValues.MayBeEqual(current, text))
        )
        {
            yield return new Danger(
                DangerKind.Clients,
                after.Name,
                $"the bearer token that clients have now would no longer be valid, so each of them is refused until it has the new one. {WayOut}"
            );
        }

        if (
            WorkerState.Text(before, ClientIds)?.Split(',') is [var clientId, ..]
            && WorkerState.Text(after, ClientIds)?.Split(',').Contains(clientId, StringComparer.Ordinal) != true
        )
        {
            yield return new Danger(
                DangerKind.Clients,
                after.Name,
                $"the service token that clients have now ({clientId}) would no longer be let in. {WayOut}"
            );
        }

        if (
            WorkerState.Text(before, ClientIds) is not null
            && WorkerState.Text(before, TeamDomain) is { } team
            && WorkerState.Text(after, TeamDomain) is { } other
            && team != other
        )
        {
            yield return new Danger(
                DangerKind.Clients,
                after.Name,
                $"it would trust the Access team {other} in the place of {team}: if the hostname is still that team's, every client is refused."
            );
        }
    }

    private const string WayOut = "Raise rotationVersion by one at a time, with keepPreviousCredentials, and never lower it.";
}
