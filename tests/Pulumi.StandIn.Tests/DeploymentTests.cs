namespace Pulumi.StandIn.Tests;

[Collection("environment")]
public class DeploymentTests
{
    [Fact]
    public void Nothing_is_declared_outside_of_an_evaluation()
    {
        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
        Assert.Throws<InvalidOperationException>(() => new Note("note", new NoteArgs { Title = "t" }));
    }

    [Fact]
    public async Task An_evaluation_leaves_nothing_behind_for_its_caller()
    {
        await Evaluate.UpdateAsync(new RecordingMocks(), () => _ = Deployment.Instance);

        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
    }

    [Fact]
    public async Task Evaluations_can_run_side_by_side()
    {
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        var mocks = new RecordingMocks();
                        await Evaluate.UpdateAsync(mocks, () => _ = new Note($"note-{i}", new NoteArgs { Title = $"{i}" }));
                        return Assert.Single(mocks.Registered).Name;
                    })
                )
        );

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"note-{i}"), all);
    }

    [Fact]
    public async Task A_program_started_without_the_engine_says_how_to_start_it()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Deployment.RunAsync<StackTests.GoodStack>());

        Assert.Equal("Program run without the Pulumi engine available; re-run using the `pulumi` CLI", failure.Message);
    }

#if PULUMI_STANDIN
    [Fact]
    public async Task Under_the_engine_the_stand_in_refuses_and_says_what_to_do()
    {
        Environment.SetEnvironmentVariable("PULUMI_MONITOR", "127.0.0.1:1");
        try
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Deployment.RunAsync<StackTests.GoodStack>());

            Assert.Contains("dotnet build infra -p:PulumiSdk=official", failure.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_MONITOR", null);
        }
    }
#endif
}
