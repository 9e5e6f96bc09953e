using System.Net;

namespace NanoClaw.Verification.Contract;

/// <summary>What is promised in docs/CONTRACT.md and can be seen from outside, over both versions of HTTP.</summary>
internal static class ContractTable
{
    /// <summary>Begins their ids.</summary>
    public const string Prefix = "contract.";

    /// <summary>All of them, over one session; the last one leaves no note behind.</summary>
    public static IReadOnlyList<Check> All()
    {
        var shared = new SharedSession();
        return [.. Of("h1", "HTTP/1.1", HttpVersion.Version11, shared), .. Of("h2", "HTTP/2", HttpVersion.Version20, shared), Cleanup()];
    }

    private static IEnumerable<Check> Of(string suffix, string version, Version http, SharedSession shared)
    {
        var promises = new ContractPromises(new ContractSession(http, shared));
        return
        [
            Promise("health", "/healthz says that all is well", 1, 0, promises.HealthAsync),
            Promise("json", "a run answers valid JSON with its result and session", 1, 1, promises.WholeAsync),
            Promise("replay", "the same run asked for again is replayed, and billed once", 1, 0, promises.ReplayAsync),
            Promise("conflict", "another run under the same id is refused", 1, 0, promises.ConflictAsync),
            Promise("stream", "a run streams numbered events, from the first to the last", 1, 1, promises.StreamAsync),
            Promise("resume", "a stream is taken up behind any event", 1, 0, promises.ResumeAsync),
            Promise("unknown", "resuming what there is not runs nothing", 1, 0, promises.UnknownAsync),
            Promise("notes", "a group's notes are told", 1, 0, promises.NotesAsync),
        ];

        Check Promise(string id, string name, int requests, int runs, Func<CheckContext, CancellationToken, Task<Finding>> look) =>
            new ContractCheck
            {
                Id = $"{Prefix}{id}-{suffix}",
                Name = $"{name}, over {version}",
                Stakes = new(
                    "The process at home does not understand this deployment, or is billed for what it did not ask.",
                    "Deploy the Worker that is declared (pulumi up --stack STACK), and look at its logs (Workers & Pages, Observability) for the reason."
                ),
                Calls = requests,
                Runs = runs,
                Look = look,
            };
    }

    private static ContractCheck Cleanup() =>
        new()
        {
            Id = Prefix + "forget",
            Name = "the notes of the verification's own group are forgotten",
            Stakes = new("A note that a verification's run kept stays.", $"nanoclaw memory forget {Attempts.Requests.GroupFolder} --all --removed"),
            Look = ContractPromises.ForgetAsync,
        };
}
