using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Agents;
using NanoClaw.Channels.WhatsApp.Tests.Support;
using NanoClaw.Host;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Channels.WhatsApp.Tests;

/// <summary>The whole way with a real store: WhatsApp, sidecar, channel, assistant, and back.</summary>
public sealed class AnsweringTests
{
    private const string Family = "120363000000000001@g.us";

    [Fact]
    public async Task EveryMessageIsAnsweredOnceWhileTheSidecarIsKilledAgainAndAgain()
    {
        await using var phone = new Phone();
        await using var store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(phone.FolderPath, "store", "messages.db") });
        await store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = Family,
                Name = "Family",
                Folder = "family",
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UnixEpoch,
                RequiresTrigger = false,
            },
            TestContext.Current.CancellationToken
        );
        var worker = new FakeWorker { Answer = request => [new AgentEvent.Output(string.Join(' ', Numbers(request.Prompt)))] };
        var options = new HostOptions { GroupsFolder = Path.Combine(phone.FolderPath, "groups") };
        await using var assistant = new Assistant(store, worker, [phone.Channel], options, TimeProvider.System, NullLoggerFactory.Instance);
        var told = 0;
        phone.WhatsApp.OnTold = what =>
        {
            // A receipt on its way in, a text on its way out: each fourth is the last that a sidecar does.
            if ((string?)what["type"] is "receipt" or "text" && Interlocked.Increment(ref told) is var count && count % 4 == 0 && count <= 24)
            {
                phone.KillSidecar();
            }

            return false;
        };
        _ = phone.RunAsync(assistant.Inbox);
        for (var number = 0; number < 20; number++)
        {
            phone.WhatsApp.Say(Family, $"m{number}.", "15550002222@s.whatsapp.net");
        }

        await Eventually.TrueAsync(() => phone.WhatsApp.Read.SelectMany(read => Numbers(read.Text)).Distinct(StringComparer.Ordinal).Count() == 20, 60);

        Assert.Equal(20, phone.WhatsApp.Read.SelectMany(read => Numbers(read.Text)).Count());
    }

    private static IEnumerable<string> Numbers(string text) =>
        System
            .Text.RegularExpressions.Regex.Matches(text, @"m\d+\.", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Select(match => match.Value);
}
