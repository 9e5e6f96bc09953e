using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoClaw.Channels.Telegram.Tests.Support;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Channels.Telegram.Tests;

public sealed class SecrecyTests
{
    private const string Secret = "AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi";

    [Fact]
    public async Task NoLogTraceOrExceptionShowsTheToken()
    {
        await using var phone = await Phone.CreateAsync();
        var traced = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "System.Net.Http" or "",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue(string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))),
        };
        ActivitySource.AddActivityListener(listener);
        using (var control = new HttpClient())
        {
            using var answer = await control.GetAsync(new Uri($"{phone.Server.Url}/bot-control/getMe"), TestContext.Current.CancellationToken);
        }

        Assert.Contains(traced, text => text.Contains("bot-control", StringComparison.Ordinal));
        ApiFault[] faults = [new(400), new(401), new(403), new(404), new(409), new(429), new(502), new(0), new(0, After: true)];
        phone.Server.Fail("sendMessage", faults);
        var shown = new List<string>();
        foreach (var (_, index) in faults.Select((fault, index) => (fault, index)))
        {
            var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
                phone.Channel.SendAsync(
                    new OutgoingMessage
                    {
                        DeliveryId = $"d{index}",
                        ChatJid = "tg:7",
                        Text = "x",
                        CreatedAt = DateTimeOffset.UnixEpoch,
                    },
                    TestContext.Current.CancellationToken
                )
            );
            Assert.Null((failure as TelegramException ?? Assert.IsType<TelegramException>(failure.InnerException)).InnerException);
            shown.Add(failure.ToString());
        }

        phone.Server.Fail("getUpdates", new(400), new(409), new(429, 5), new(502), new(0));
        phone.Server.Say(7, 1, "hello");
        _ = phone.RunAsync();
        await phone.AsTimePassesAsync(() => phone.Received.Count == 1);
        shown.AddRange(phone.Logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception}"));
        shown.AddRange(traced);

        Assert.True(phone.Logs.Count >= 5);
        Assert.DoesNotContain(shown, text => text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AServerOnThisMachineIsSpokenToPastAnyProxy()
    {
        await using var phone = await Phone.CreateAsync();
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy($"http://{proxy.LocalEndpoint}");
        try
        {
            using var channel = phone.NewChannel();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var asked = proxy.AcceptTcpClientAsync(limit.Token);
            var sent = channel.SendAsync(
                new OutgoingMessage
                {
                    DeliveryId = "d",
                    ChatJid = "tg:7",
                    Text = "x",
                    CreatedAt = DateTimeOffset.UnixEpoch,
                },
                limit.Token
            );

            Assert.Same(sent, await Task.WhenAny(sent, asked.AsTask()));
            await sent;
            await limit.CancelAsync();
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Fact]
    public void TheSettingsAndARefusalOfThemDoNotShowTheToken()
    {
        var options = new TelegramOptions { Token = BotApiServer.Token };
        Assert.DoesNotContain(Secret, options.ToString(), StringComparison.Ordinal);
        Assert.Contains("Andy", options.ToString(), StringComparison.Ordinal);

        var refused = Assert.Throws<OptionsValidationException>(() =>
            new ServiceCollection().AddTelegram(options with { Token = $"bot {BotApiServer.Token}" })
        );
        Assert.DoesNotContain(Secret, refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("TELEGRAM_BOT_TOKEN", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://api.example.net")]
    [InlineData("ftp://localhost")]
    [InlineData("localhost:8081")]
    public void AnApiServerThatTheTokenWouldTravelToInTheClearIsRefused(string url)
    {
        var refused = Assert.Throws<OptionsValidationException>(() =>
            new ServiceCollection().AddTelegram(new TelegramOptions { Token = BotApiServer.Token, BaseUrl = url })
        );

        Assert.Contains("TELEGRAM_API_URL", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("  ", 0)]
    [InlineData(BotApiServer.Token, 1)]
    public void WithoutATokenTheChannelIsAbsent(string? token, int channels)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(TelegramOptions.TokenKey, token)]).Build();
        var services = new ServiceCollection().AddTelegram(configuration, "Andy");

        Assert.Equal(channels, services.Count(service => service.ServiceType == typeof(IChannel)));
    }
}
