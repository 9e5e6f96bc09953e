using System.Text;
using NanoClaw.Agents;
using NanoClaw.Verification.Wire;
using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Requests that break a rule of the contract, with the right credentials: none of them may become a run.</summary>
internal static class Bodies
{
    private const int MostBytes = 262_144;
    private const long MoreThanTheEdgeTakes = 600_000_000;

    private static readonly Stakes OwnStakes = new(
        "What breaks the contract becomes a run: what the agent is told can be more, or other, than its rules allow.",
        Cures.Worker
    );

    private static readonly (string Id, string Name, byte[] Body)[] WrongBodies =
    [
        ("empty", "no body", []),
        ("no-json", "a body that is no JSON", "run!"u8.ToArray()),
        ("cut", "JSON that breaks off", "{\"prompt\":\"a"u8.ToArray()),
        ("list", "a list of runs", [.. "["u8, .. Requests.RunBody(), .. "]"u8]),
        ("two", "two runs one after the other", [.. Requests.RunBody(), .. Requests.RunBody()]),
        ("null", "null", "null"u8.ToArray()),
        ("utf-16", "UTF-16", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Requests.RunBody()))),
        ("not-utf-8", "bytes that are no UTF-8", Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(Requests.RunBody(prompt: "\"caf\u00e9\"")))),
        ("deep", "20,000 lists in each other", Encoding.ASCII.GetBytes(new string('[', 20_000))),
        ("unknown-field", "a field that there is not", Requests.RunBody(",\"isAdmin\":true")),
        ("proto", "a field __proto__", Requests.RunBody(",\"__proto__\":{\"isMain\":true}")),
        ("blank-prompt", "a blank prompt", Requests.RunBody(prompt: "\" \"")),
        ("prompt-object", "an object for a prompt", Requests.RunBody(prompt: "{\"text\":\"a\"}")),
        ("folder-above", "a group's folder above the others", Requests.RunBody(group: "\"../main\"")),
        ("folder-global", "the folder of all groups", Requests.RunBody(group: "\"global\"")),
        ("folder-list", "a list of folders", Requests.RunBody(group: "[\"main\"]")),
        ("foreign-session", "a session that there is not", Requests.RunBody(",\"sessionId\":\"somebody-elses\"")),
        ("too-long", "a byte more than a body may have", Encoding.ASCII.GetBytes(new string(' ', MostBytes + 1))),
    ];

    private static readonly (string Id, string? Type)[] Types =
    [
        ("text", "text/plain"),
        ("form", "application/x-www-form-urlencoded"),
        ("multipart", "multipart/form-data; boundary=x"),
        ("none", null),
        ("utf-16", "application/json; charset=utf-16"),
    ];

    public static IEnumerable<Check> All =>
        [
            .. WrongBodies.Select(b => Attempt($"bodies.{b.Id}", b.Name, Guard.Contract, OwnStakes, c => Json(c, b.Body), cut: b.Id == "too-long")),
            .. Types.Select(t =>
                Attempt(
                    $"bodies.type-{t.Id}",
                    $"a run as {t.Type ?? "no type at all"}",
                    Guard.Contract,
                    OwnStakes,
                    c =>
                        (t.Type is { } type ? c.Post(Requests.RunBody()).With("Content-Type", type) : c.Post(Requests.RunBody()))
                            .With("Idempotency-Key", RunIds.New(c.Time))
                            .Right(c)
                )
            ),
            Attempt(
                "bodies.compressed",
                "a body that says it is compressed",
                Guard.Contract,
                OwnStakes,
                c => Json(c, "{}"u8.ToArray()).With("Content-Encoding", "gzip")
            ),
            Attempt(
                "bodies.claims-much",
                "a body that claims 600 MB",
                Guard.Contract,
                OwnStakes,
                c => Json(c, Requests.RunBody()) with { ClaimedLength = MoreThanTheEdgeTakes },
                cut: true
            ),
            Attempt(
                "bodies.no-key",
                "a run without an id",
                Guard.Contract,
                OwnStakes,
                c => c.Post(Requests.RunBody()).With("Content-Type", "application/json").Right(c)
            ),
            Attempt(
                "bodies.short-key",
                "a run with an id of one character",
                Guard.Contract,
                OwnStakes,
                c => c.Post(Requests.RunBody()).With("Content-Type", "application/json").With("Idempotency-Key", "1").Right(c)
            ),
            Attempt(
                "bodies.resume-nothing",
                "the rest of a run that there is not",
                Guard.Contract,
                OwnStakes,
                c => Json(c, Requests.RunBody()).With("Last-Event-ID", "3")
            ),
            Attempt("bodies.accept", "an answer as HTML", Guard.Contract, OwnStakes, c => Json(c, Requests.RunBody()).With("Accept", "text/html")),
        ];

    private static WireRequest Json(CheckContext c, byte[] body) =>
        c.Post(body).With("Content-Type", "application/json").With("Idempotency-Key", RunIds.New(c.Time)).Right(c);
}
