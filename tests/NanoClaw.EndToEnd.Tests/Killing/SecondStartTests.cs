using NanoClaw.Terminal;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>One assistant a store, whatever became of the one before.</summary>
public sealed class SecondStartTests
{
    [Fact]
    public async Task A_second_run_is_refused_while_the_first_lives_and_starts_at_once_when_it_was_killed()
    {
        var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var trigger = new Trigger();
        _ = trigger.Set(Moment.MessageGiven, TimeSpan.Zero, () => given.TrySetResult());
        await using var service = await TelegramService.StartAsync(trigger);
        using var project = new TemporaryProject();
        var environment = new Dictionary<string, string>(service.Environment, StringComparer.Ordinal)
        {
            ["CLOUDFLARE_AGENT_ENDPOINT"] = "https://agent.localhost:1",
            ["CLOUDFLARE_AGENT_TOKEN"] = "t0",
            ["HEALTH_PORT"] = "none",
        };
        service.Say(service.JidOf(0), 1, "Hello");

        await using var first = NanoClawProcess.Start(project.Folder, environment, "run");
        await given.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await using (var second = NanoClawProcess.Start(project.Folder, environment, "run"))
        {
            Assert.Equal(ExitCode.Conflict, await second.WaitAsync());
            Assert.Contains("is in use by another NanoClaw", second.Error, StringComparison.Ordinal);
            Assert.Contains($"process {first.Id}", second.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", second.Error, StringComparison.Ordinal);
        }

        Assert.False(first.HasExited);
        first.Kill();
        await first.EndAsync();

        var again = trigger.Set(Moment.MessageGiven, TimeSpan.Zero, static () => { });
        service.Say(service.JidOf(0), 2, "Hello again");
        await using var third = NanoClawProcess.Start(project.Folder, environment, "run");
        await again.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.False(third.HasExited);
    }
}
