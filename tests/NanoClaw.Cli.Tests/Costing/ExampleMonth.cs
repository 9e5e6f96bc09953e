using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Costing;

/// <summary>Seventeen days of a busy team, whose agent is at work for minutes at a time: made up, and the same whenever it is made.</summary>
internal static class ExampleMonth
{
    public static readonly DateTimeOffset Now = new(2026, 11, 18, 9, 0, 0, TimeSpan.Zero);

    private const int AtOnce = 200;

    public static async Task FillAsync(IStore store)
    {
        foreach (var chunk in Runs().Chunk(AtOnce))
        {
            await Task.WhenAll(
                chunk.Select(async run =>
                {
                    await store.Runs.BeginAsync(run.Run);
                    await store.Runs.EndAsync(run.Run.RunId, run.Outcome);
                })
            );
        }
    }

    private static IEnumerable<(AgentRun Run, RunOutcome Outcome)> Runs()
    {
        for (var day = 1; day <= 17; day++)
        {
            var isWeekend = new DateTime(2026, 11, day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            foreach (
                var (folder, count, model) in new[]
                {
                    ("research", isWeekend ? 90 : 330, "gpt-5-mini"),
                    ("support", isWeekend ? 60 : 190, "gpt-5-mini"),
                    ("main", 20, "claude-haiku-4-5"),
                }
            )
            {
                for (var number = 0; number < count; number++)
                {
                    var at = new DateTimeOffset(2026, 11, day, 6 + (number % 14), number % 60, 0, TimeSpan.Zero);
                    var read = 9_000 + (number % 7 * 1_000);
                    yield return (
                        new AgentRun
                        {
                            RunId = $"{folder}-{day}-{number}",
                            GroupFolder = folder,
                            ChatJid = $"{folder}@g.us",
                            StartedAt = at,
                        },
                        new RunOutcome
                        {
                            Status = number % 97 == 96 ? RunStatus.Failed : RunStatus.Succeeded,
                            EndedAt = at,
                            Usage = new(read, 400 + (number % 5 * 100), 4, TimeSpan.FromSeconds(480 + (number % 9 * 30)), model)
                            {
                                CacheReadTokens = read * 8 / 10,
                                CacheWriteTokens = read / 20,
                            },
                        }
                    );
                }
            }
        }
    }
}
