using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Ending another's run: as much a call of the agent as to begin one.</summary>
internal static class Stops
{
    private const string OfTheGroup = $"{Requests.RunPath}?groupFolder={Requests.GroupFolder}";
    private static readonly Stakes Edge = new("A run is ended without credentials, and the zone's rules let it pass.", Cures.Credentials);
    private static readonly Stakes Access = new("A run can be ended without this environment's service token.", Cures.Access);
    private static readonly Stakes Worker = new("A run can be ended without the bearer token.", Cures.Worker);

    public static IEnumerable<Check> All =>
        [
            Attempt("stops.none", "ending a run without credentials", Guard.Edge, Edge, c => c.Get(OfTheGroup, "DELETE")),
            Attempt(
                "stops.wrong-service",
                "ending a run with an invented service token",
                Guard.Access,
                Access,
                c => c.Get(OfTheGroup, "DELETE").RightBearer(c).Service(c.MadeUp.ClientId, c.MadeUp.ClientSecret)
            ),
            Attempt(
                "stops.wrong-bearer",
                "ending a run with an invented bearer token",
                Guard.Worker,
                Worker,
                c => c.Get(OfTheGroup, "DELETE").RightService(c).Bearer(c.MadeUp.Token)
            ),
            Attempt("stops.no-run", "ending a run that is not named", Guard.Contract, Worker, c => c.Get(OfTheGroup, "DELETE").Right(c)),
        ];
}
