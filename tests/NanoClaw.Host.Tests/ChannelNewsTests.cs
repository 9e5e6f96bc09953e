using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>A channel that needs a person can tell its own people nothing.</summary>
public sealed class ChannelNewsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(World.Main, 2)]
    [InlineData("far@other", 0)]
    public async Task The_main_group_is_told_of_it_by_another_channel_once_and_when_it_is_well_again(string main, int texts)
    {
        await using var world = await World.CreateAsync();
        await world.Assistant.DisposeAsync();
        await world.Store.Groups.RemoveAsync(World.Main, Token);
        await world.Store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = main,
                Name = "chief",
                Folder = "chief",
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UnixEpoch,
                IsMain = true,
            },
            Token
        );
        var other = new FakeChannel
        {
            Suffix = "@other",
            ChannelName = "other",
            Status = new(ChannelState.SignedOut, "Sign in: nanoclaw other login."),
        };
        for (var start = 0; start < 2; start++)
        {
            await using var assistant = new Assistant(world.Store, world.Worker, [world.Channel, other], world.Options, world.Time, world.Log);
            await assistant.StartAsync(Token);
            world.Time.Advance(TimeSpan.FromHours(2));
            await assistant.LookThroughAsync(Token);
            await assistant.StopAsync();
        }

        other.Status = new(ChannelState.Connected);
        await using var last = new Assistant(world.Store, world.Worker, [world.Channel, other], world.Options, world.Time, world.Log);
        await last.StartAsync(Token);
        await last.LookThroughAsync(Token);
        await last.StopAsync();

        string[] told = ["I am signed out of other, and answer nobody there: Sign in: nanoclaw other login.", "I am back on other."];
        Assert.Equal(told.Take(texts), world.Channel.TextsTo(main).Concat(other.TextsTo(main)));
    }
}
