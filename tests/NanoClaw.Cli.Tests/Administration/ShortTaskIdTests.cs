using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>Whatever shows a task to a person shows an id that can be typed, and takes it; programs get the whole one.</summary>
public sealed class ShortTaskIdTests : AdministrationFixture
{
    private const string Long = "task-0198f0c26f0e7c1a9b1e2f6f0f8b1a11";
    private const string Short = "8b1a11-5";

    public static TheoryData<string> Commands =>
        [
            "tasks list --all",
            $"tasks show {Short}",
            $"tasks pause {Short}",
            $"tasks resume {Short}",
            $"tasks run {Short}",
            $"tasks cancel {Short}",
            "runs",
            $"runs --task {Short}",
            "runs show run-00000001",
            "runs show run-00000001 --content",
            "audit",
            "status",
            "doctor --offline",
            "groups export family --no-notes --output -",
            "groups remove family",
        ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_task_is_called_by_its_short_id_wherever_it_is_shown(string line)
    {
        await StoreAsync(FillAsync);

        var code = await Nanoclaw.RunAsync(line.Split(' '));

        // A store with a task that fails is no well one.
        Assert.Equal(line.StartsWith("doctor", StringComparison.Ordinal) ? ExitCode.Failure : ExitCode.Success, code);
        Assert.DoesNotContain(Long, Nanoclaw.Output + Nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains(Short, (Nanoclaw.Output + Nanoclaw.Error).Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_too_short_is_answered_with_what_is_enough()
    {
        await StoreAsync(FillAsync);

        var told = await FailAsync(ExitCode.Usage, "tasks", "show", "task-0198");

        Assert.Contains("8b1a11-5", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Long, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_the_whole_id()
    {
        await StoreAsync(FillAsync);

        Assert.Equal($"{Long}-5", (await RunJsonAsync("tasks", "show", Short)).GetProperty("task").GetProperty("id").GetString());
        Assert.Equal($"task {Long}-5", (await RunJsonAsync("audit"))[0].GetProperty("askedBy").GetString());
    }

    private static async Task FillAsync(IStore store)
    {
        await store.Groups.PutAsync(Group("family"), Token);
        foreach (var number in new[] { 5, 6, 7 })
        {
            await store.Tasks.AddAsync(
                Task1($"{Long}-{number}") with
                {
                    Prompt = "Water the plants.",
                    LastRun = Start.AddMinutes(-5),
                    LastResult = "Error: the agent was away",
                },
                Token
            );
        }

        await store.Runs.BeginAsync(Run(1), Token);
        var decision = new EffectDecision
        {
            Key = "run-00000001:2",
            At = Start,
            GroupFolder = "family",
            RunId = "run-00000001",
            AskedBy = $"task {Long}-5",
            Effect = "pause_task",
            Arguments = $$"""{"taskId":"{{Long}}-6"}""",
            Verdict = EffectVerdict.Held,
            HeldId = "7F",
        };
        await store.Effects.ApplyAsync(
            new EffectChange
            {
                Decision = decision,
                Hold = new HeldEffect
                {
                    Key = decision.Key,
                    Id = "7F",
                    GroupFolder = "family",
                    RunId = decision.RunId,
                    AskedBy = decision.AskedBy,
                    Effect = decision.Effect,
                    Arguments = decision.Arguments,
                    Shown = "x",
                    HeldAt = Start,
                    ExpiresAt = Start.AddDays(1),
                },
            },
            Token
        );
        await store.Runs.EndAsync(
            "run-00000001",
            new RunOutcome
            {
                Status = RunStatus.Succeeded,
                EndedAt = Start,
                Usage = RunUsage.None,
            },
            Token
        );
    }

    private static AgentRun Run(int number) =>
        new()
        {
            RunId = $"run-0000000{number}",
            GroupFolder = "family",
            ChatJid = "family@g.us",
            Request = "{}",
            StartedAt = Start,
            TaskId = $"{Long}-5",
        };
}
