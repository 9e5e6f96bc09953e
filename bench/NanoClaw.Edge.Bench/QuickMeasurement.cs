using System.Diagnostics;

namespace NanoClaw.Edge.Bench;

/// <summary>Medians by a stopwatch, of rounds that take turns, so that a busy machine is busy for all of them alike.</summary>
internal static class QuickMeasurement
{
    private const int Rounds = 15;
    private const int EvaluationsPerRound = 200_000;
    private const int RequestsPerRound = 400;

    public static async Task<int> RunAsync()
    {
        var rules = new RuleEvaluationBenchmarks();
        Console.WriteLine("Rule evaluations: median of {0} rounds of {1:N0}", Rounds, EvaluationsPerRound);
        await CompareAsync(
            EvaluationsPerRound,
            ("path, in C#", Repeat(rules.PathInCSharp)),
            ("path", Repeat(rules.Path)),
            ("header", Repeat(rules.Header)),
            ("address", Repeat(rules.Address)),
            ("wildcard", Repeat(rules.Wildcard)),
            ("regex", Repeat(rules.Regex)),
            ("parse", Repeat(rules.Parse)),
            ("parse, with a regex", Repeat(rules.ParseRegex)),
            ("refuse, with the message", Repeat(rules.Refuse))
        );

        await using var servers = await Servers.StartAsync();
        Console.WriteLine("Requests one after the other: median of {0} rounds of {1:N0}", Rounds, RequestsPerRound);
        await CompareAsync(
            RequestsPerRound,
            ("the Worker's server alone, HTTP", count => RequestsAsync(servers, servers.WorkerPort, https: false, count)),
            ("Kestrel + YARP, HTTPS", count => RequestsAsync(servers, servers.ProxyPort, https: true, count)),
            ("local edge, HTTPS", count => RequestsAsync(servers, servers.EdgePort, https: true, count))
        );
        return 0;
    }

    private static async Task CompareAsync(int count, params (string Name, Func<int, Task> Run)[] candidates)
    {
        var times = candidates.ToDictionary(c => c.Name, _ => new List<double>());
        for (var round = -2; round < Rounds; round++)
        {
            foreach (var (name, run) in candidates)
            {
                var start = Stopwatch.GetTimestamp();
                await run(count);
                if (round >= 0)
                {
                    times[name].Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / count);
                }
            }
        }

        foreach (var (name, list) in times)
        {
            list.Sort();
            var median = list[list.Count / 2];
            Console.WriteLine($"  {name, -34} {median, 12:N0} ns  {1e9 / median, 14:N0} a second");
        }
    }

    private static Func<int, Task> Repeat(Func<bool> evaluate) =>
        count =>
        {
            var matches = 0;
            for (var i = 0; i < count; i++)
            {
                matches += evaluate() ? 1 : 0;
            }

            GC.KeepAlive(matches);
            return Task.CompletedTask;
        };

    private static async Task RequestsAsync(Servers servers, int port, bool https, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await servers.SendAsync(port, https);
        }
    }
}
