using System.Text.Json.Nodes;
using NanoClaw.Deployment;

namespace NanoClaw.EndToEnd.Tests.Rotating;

/// <summary><c>nanoclaw rotate</c> against the local cloud, killed at each of its steps while clients call.</summary>
public sealed class RotateTests
{
    private static readonly string[] Rotate = ["rotate", "--stack", RotatedCloud.Stack, "--yes", "--json"];

    [Fact]
    public async Task Killed_at_each_step_it_is_taken_up_and_no_call_is_lost()
    {
        await using var cloud = await RotatedCloud.StartAsync();
        await using var callers = new Callers(cloud.EnvFile, count: 3);
        await callers.AnswerAsync(3);

        await KillAtAsync(cloud, "stack output");
        await KillAtAsync(cloud, "stack export");
        await KillAtAsync(cloud, "preview");
        await FinishAsync(cloud, callers, generation: 2);

        await KillAtAsync(cloud, "up");
        await KillAtAsync(cloud, "up", after: true);
        await FinishAsync(cloud, callers, generation: 3);

        await KillDuringUpdateAsync(cloud);
        await KillWhenItSaysAsync(cloud, "proving: ");
        await KillWhenItSaysAsync(cloud, "pulling: ");
        await FinishAsync(cloud, callers, generation: 4);

        var (code, output, error) = await cloud.RunAsync(Rotate);
        Assert.True(code == 0, error);
        Assert.Equal([3], JsonNode.Parse(output)!["refused"]!.AsArray().Select(generation => (int)generation!));
        Assert.Equal(5, (int)JsonNode.Parse(output)!["generation"]!);
        await callers.AnswerAsync(3);
        await callers.EndAsync();

        Assert.Equal(5, cloud.File.Number("rotationVersion", otherwise: 0));
        Assert.Contains("# Raised by one every 30 days", cloud.File.Text, StringComparison.Ordinal);
        Assert.Equal([false, false, false, true, true], await TakenAsync(cloud));
        AssertNoSecretIn(cloud, output + error);
    }

    [Fact]
    public async Task Asked_to_end_it_lets_the_update_end_what_it_is_at_and_is_taken_up()
    {
        await using var cloud = await RotatedCloud.StartAsync();
        cloud.Pulumi.Hang("up");
        await using (var rotate = cloud.Start(Rotate))
        {
            await rotate.UntilAsync(() => cloud.Pulumi.HangsAt("up"));
            rotate.Signal("TERM");
            Assert.Equal(130, await rotate.WaitAsync());
            Assert.Contains("The same command goes on from there", rotate.Error, StringComparison.Ordinal);
        }

        Assert.True(cloud.Pulumi.WasInterruptedAt("up"));
        cloud.Pulumi.Behave();
        var (code, output, error) = await cloud.RunAsync(Rotate);
        Assert.True(code == 0, error);
        Assert.Equal((2, true), ((int)JsonNode.Parse(output)!["generation"]!, (bool)JsonNode.Parse(output)!["tookUp"]!));
    }

    [Fact]
    public async Task After_a_leak_every_older_generation_is_refused_at_once_and_the_next_rotation_keeps_one_again()
    {
        await using var cloud = await RotatedCloud.StartAsync();
        Assert.Equal(0, (await cloud.RunAsync(Rotate)).Code);

        var (code, output, error) = await cloud.RunAsync([.. Rotate, "--leaked"]);
        Assert.True(code == 0, error);
        Assert.Equal([1, 2], JsonNode.Parse(output)!["refused"]!.AsArray().Select(generation => (int)generation!));
        Assert.Equal([false, false, true], await TakenAsync(cloud));
        Assert.Equal(("false", "2"), (cloud.File.Scalar("keepPreviousCredentials"), cloud.File.Scalar("endGeneration")));

        (code, _, error) = await cloud.RunAsync(Rotate);
        Assert.True(code == 0, error);
        Assert.Equal([false, false, true, true], await TakenAsync(cloud));
    }

    [Fact]
    public async Task What_is_let_in_though_it_has_ended_is_told_and_the_configuration_stays()
    {
        await using var cloud = await RotatedCloud.StartAsync();
        Assert.Equal(0, (await cloud.RunAsync(Rotate)).Code);
        var before = await File.ReadAllTextAsync(cloud.EnvFile, TestContext.Current.CancellationToken);
        cloud.ReachesNothing = true;
        var rotation = cloud.RotationWithoutPatience();

        var error = await Assert.ThrowsAsync<DeploymentException>(async () =>
            await rotation.RunAsync(await rotation.LookAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken)
        );

        Assert.Equal(DeploymentFailure.Dangerous, error.Failure);
        Assert.Contains("Generation 1 has ended", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "the bearer token and the service token still let a caller in; the bearer token still let a caller in; the service token still let a caller in",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(before, await File.ReadAllTextAsync(cloud.EnvFile, TestContext.Current.CancellationToken));
    }

    private static async Task KillAtAsync(RotatedCloud cloud, string step, bool after = false)
    {
        cloud.Pulumi.Hang(step, after);
        await using (var rotate = cloud.Start(Rotate))
        {
            await rotate.UntilAsync(() => cloud.Pulumi.HangsAt(step, after));
        }

        cloud.Pulumi.Behave();
    }

    private static async Task KillDuringUpdateAsync(RotatedCloud cloud)
    {
        var update = cloud.NextUpdate;
        await using var rotate = cloud.Start(Rotate);
        await update.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }

    private static async Task KillWhenItSaysAsync(RotatedCloud cloud, string words)
    {
        await using var rotate = cloud.Start([.. Rotate, "--take-up"]);

        // It may be quicker than who looks for its words, and have done all: that is taken up as well.
        await rotate.UntilAsync(() => rotate.HasExited || rotate.Error.Contains(words, StringComparison.Ordinal));
    }

    private static async Task FinishAsync(RotatedCloud cloud, Callers callers, int generation)
    {
        var (code, output, error) = await cloud.RunAsync([.. Rotate, "--take-up"]);
        Assert.True(code == 0, error);
        Assert.Equal(generation, (int)JsonNode.Parse(output)!["generation"]!);
        Assert.Contains(
            $"CLOUDFLARE_CREDENTIAL_GENERATION={generation}\n",
            await File.ReadAllTextAsync(cloud.EnvFile, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        await callers.AnswerAsync(3);
    }

    private static async Task<IEnumerable<bool>> TakenAsync(RotatedCloud cloud)
    {
        var taken = new List<bool>();
        foreach (var (_, credentials) in cloud.Made.OrderBy(made => made.Key))
        {
            taken.Add(await cloud.TakesAsync(credentials));
        }

        return taken;
    }

    private static void AssertNoSecretIn(RotatedCloud cloud, string text)
    {
        foreach (var credentials in cloud.Made.Values)
        {
            Assert.DoesNotContain(credentials.Token, text, StringComparison.Ordinal);
            Assert.DoesNotContain(credentials.AccessClientSecret!, text, StringComparison.Ordinal);
        }
    }
}
