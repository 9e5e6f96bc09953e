using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>What a group's agent keeps, asked for by whom it is none of their business.</summary>
internal static class Notes
{
    private const string OfTheGroup = $"{Requests.MemoryPath}?groupFolder={Requests.GroupFolder}";

    private static readonly Stakes Edge = new("Notes are asked for without credentials, and the zone's rules let it pass.", Cures.Credentials);
    private static readonly Stakes Access = new("Notes can be read, or made to be forgotten, without this environment's service token.", Cures.Access);
    private static readonly Stakes Worker = new("Notes can be read, or made to be forgotten, without the bearer token.", Cures.Worker);

    public static IEnumerable<Check> All =>
        [
            Attempt("notes.none", "a group's notes without credentials", Guard.Edge, Edge, c => c.Get(OfTheGroup)),
            Attempt("notes.forget-none", "forgetting them without credentials", Guard.Edge, Edge, c => c.Get(OfTheGroup, "DELETE")),
            Attempt("notes.bearer-alone", "a group's notes with the bearer token alone", Guard.Edge, Edge, c => c.Get(OfTheGroup).RightBearer(c)),
            Attempt(
                "notes.wrong-service",
                "a group's notes with an invented service token",
                Guard.Access,
                Access,
                c => c.Get(OfTheGroup).RightBearer(c).Service(c.MadeUp.ClientId, c.MadeUp.ClientSecret)
            ),
            Attempt(
                "notes.wrong-bearer",
                "a group's notes with an invented bearer token",
                Guard.Worker,
                Worker,
                c => c.Get(OfTheGroup).RightService(c).Bearer(c.MadeUp.Token)
            ),
            Attempt(
                "notes.forget-wrong-bearer",
                "forgetting them with an invented bearer token",
                Guard.Worker,
                Worker,
                c => c.Get(OfTheGroup, "DELETE").RightService(c).Bearer(c.MadeUp.Token)
            ),
            Attempt(
                "notes.folder-above",
                "the notes of a folder above the others",
                Guard.Contract,
                Worker,
                c => c.Get($"{Requests.MemoryPath}?groupFolder=..%2fmain").Right(c)
            ),
            Attempt("notes.two-folders", "the notes of two groups in one", Guard.Contract, Worker, c => c.Get($"{OfTheGroup}&groupFolder=main").Right(c)),
            Attempt(
                "notes.method-in-query",
                "forgetting them by a word in the address",
                Guard.Contract,
                Worker,
                c => c.Get($"{OfTheGroup}&_method=DELETE").Right(c)
            ),
        ];
}
