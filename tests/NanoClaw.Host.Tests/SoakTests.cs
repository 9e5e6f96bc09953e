using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

public sealed class SoakTests
{
    private const int Groups = 50;
    private const int MessagesEach = 40;

    [Fact]
    public async Task Many_messages_over_fifty_groups_with_faults_and_restarts_are_each_answered_once_and_in_order()
    {
        await using var world = await World.CreateAsync();
        for (var group = 0; group < Groups; group++)
        {
            await world.AddGroupAsync($"g{group}");
        }

        // One call in twenty or so fails; no group fails six times in a row.
        var random = new Random(7);
        var said = new Dictionary<string, List<string>>();
        for (var message = 0; message < Groups * MessagesEach; message++)
        {
            if (message % 40 == 0)
            {
                world.Worker.Faults.Enqueue(random.Next(3) switch
                {
                    0 => new Fault(FaultKind.Unreachable),
                    1 => new Fault(FaultKind.Fails),
                    _ => new Fault(FaultKind.Cut, random.Next(4)),
                });
                world.Channel.Failures.Enqueue(random.Next(2) == 0);
            }

            if (message % 500 == 499)
            {
                await world.RestartAsync();
            }

            if (message % 100 == 50)
            {
                world.Time.Advance(TimeSpan.FromSeconds(7));
            }

            var chat = $"g{random.Next(Groups)}@fake";
            var stored = await world.SayAsync(chat);
            said.TryAdd(chat, []);
            said[chat].Add(stored.Content["hello ".Length..]);
        }

        await world.SettleAsync();

        foreach (var (chat, numbers) in said)
        {
            Assert.Equal(numbers, world.Channel.TextsTo(chat).SelectMany(FakeWorker.Numbers));
        }

        var used = await world.Store.Runs.SumUsageAsync(
            world.Time.GetUtcNow().AddDays(-1), world.Time.GetUtcNow().AddDays(1), UsagePeriod.Month, TestContext.Current.CancellationToken);
        Assert.Equal(said.Count, used.Count);
        Assert.Empty(await world.Store.Runs.ListUnfinishedAsync(TestContext.Current.CancellationToken));
    }
}
