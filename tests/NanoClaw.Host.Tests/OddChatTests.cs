using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>Whatever a service calls a chat or numbers its messages by, it is answered like any other.</summary>
public sealed class OddChatTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData(" @fake")]
    [InlineData("a\nb@fake")]
    [InlineData("a:b:c@fake")]
    [InlineData("%_'\"@fake")]
    [InlineData("ÅÄÖ👩‍👩‍👧@fake")]
    public async Task A_chat_with_an_odd_id_is_answered_told_of_an_outage_and_takes_orders(string jid)
    {
        await using var world = await World.CreateAsync();
        jid = jid.Length == 0 ? new string('j', 3000) + "@fake" : jid;
        await world.Store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = jid,
                Name = "odd",
                Folder = "odd",
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UnixEpoch,
                RequiresTrigger = false,
            },
            Token
        );
        var isAway = true;
        world.Worker.Away = () => isAway ? Failures.Of(AgentErrorCodes.ConnectionFailed) : null;
        await world.SayAsync(jid);
        await world.PassAsync(TimeSpan.FromMinutes(3));
        isAway = false;
        await world.SettleAsync();
        Assert.Equal(3, world.Channel.TextsTo(jid).Count());
        await world.SayAsync(jid, "/usage");
        await world.SayAsync(jid, "/stop");
        await world.SettleAsync();
        Assert.Equal(5, world.Channel.TextsTo(jid).Count());
    }
}
