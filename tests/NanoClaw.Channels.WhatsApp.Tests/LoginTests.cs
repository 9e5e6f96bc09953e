using System.Text.Json.Nodes;
using NanoClaw.Channels.WhatsApp.Login;
using NanoClaw.Channels.WhatsApp.Tests.Support;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Channels.WhatsApp.Tests;

public sealed class LoginTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AScannedQrCodeLinksTheAccountAndTheChannelThenConnects()
    {
        await using var phone = new Phone(isLoggedIn: false);
        var screen = new LoginScreen();
        OfferCodes(phone, () => screen.QrCodes.Count == 2);
        var account = await Login(phone).LogInAsync(null, screen, Cancellation);

        Assert.Equal(("+15550001111", "Andy's phone"), (account.Phone, account.Name));
        Assert.Equal(["code 1", "code 2"], screen.QrCodes);
        Assert.Equal(account, StoredLogin.Read(phone.Options.StoreFolder).Account);
        await phone.ConnectAsync();
        Assert.Equal("Andy's phone (+15550001111)", phone.Channel.Status.Detail);
    }

    [Fact]
    public async Task ATypedCodeLinksTheAccountOfANumber()
    {
        await using var phone = new Phone(isLoggedIn: false);
        var screen = new LoginScreen();
        OfferCodes(phone, () => !screen.PairingCodes.IsEmpty);
        await Login(phone).LogInAsync("15550001111", screen, Cancellation);

        Assert.Equal(["ABCD1234"], screen.PairingCodes);
        Assert.Empty(screen.QrCodes);
        Assert.Equal("15550001111", (string?)phone.WhatsApp.Told.Single(told => (string?)told["type"] is "pair")["phone"]);
    }

    [Fact]
    public async Task ALoginThatWorksIsLeftAsItIs()
    {
        await using var phone = new Phone();
        var screen = new LoginScreen();
        Assert.Equal("+15550001111", (await Login(phone).LogInAsync(null, screen, Cancellation)).Phone);
        Assert.Empty(screen.QrCodes);
    }

    [Fact]
    public async Task ALoginThatWhatsAppHasEndedIsReplaced()
    {
        await using var phone = new Phone();
        await File.WriteAllTextAsync(Path.Combine(phone.Options.LoginFolder, "session-old.json"), "{}", Cancellation);
        var screen = new LoginScreen();
        var ended = 0;
        OfferCodes(
            phone,
            () => !screen.QrCodes.IsEmpty,
            told =>
            {
                if (told["me"] is null || Interlocked.Exchange(ref ended, 1) == 1)
                {
                    return false;
                }

                phone.WhatsApp.Close(401);
                return true;
            }
        );
        await Login(phone).LogInAsync(null, screen, Cancellation);

        Assert.Contains(screen.Told, what => what.Contains("had ended the login", StringComparison.Ordinal));
        Assert.NotEmpty(screen.QrCodes);
        Assert.False(File.Exists(Path.Combine(phone.Options.LoginFolder, "session-old.json")));
    }

    [Fact]
    public async Task ALoginGivenUpLeavesNoneAndTheChannelAbsent()
    {
        await using var phone = new Phone(isLoggedIn: false);
        var screen = new LoginScreen();
        OfferCodes(phone, static () => false);
        using var stop = new CancellationTokenSource();
        var login = Login(phone).LogInAsync("15550001111", screen, stop.Token);
        await Eventually.TrueAsync(() => !screen.PairingCodes.IsEmpty);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => login);
        Assert.False(File.Exists(phone.Options.CredentialsFile));
    }

    [Fact]
    public async Task WhileNanoClawUsesTheLoginItIsNotTouched()
    {
        await using var phone = new Phone();
        await phone.ConnectAsync();
        Assert.Equal(phone.Channel.SidecarId, StoredLogin.Read(phone.Options.StoreFolder).UsedBy);
        var refused = await Assert.ThrowsAsync<WhatsAppException>(() => Login(phone).LogOutAsync(new LoginScreen(), Cancellation));

        Assert.Contains($"in use by process {phone.Channel.SidecarId}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ChannelState.Connected, phone.Channel.Status.State);
    }

    [Fact]
    public async Task ALogoutEndsTheLinkAtWhatsAppAndRemovesItsKeys()
    {
        await using var phone = new Phone();
        await File.WriteAllTextAsync(Path.Combine(phone.Options.LoginFolder, "session-x.json"), "{}", Cancellation);
        Assert.True(await Login(phone).LogOutAsync(new LoginScreen(), Cancellation));

        Assert.Contains(phone.WhatsApp.Told, told => (string?)told["type"] is "logout");
        Assert.Empty(Directory.EnumerateFiles(phone.Options.LoginFolder));
        Assert.False(await Login(phone).LogOutAsync(new LoginScreen(), Cancellation));
    }

    [Fact]
    public void AStoreSaysWhoIsLinkedAndWhatIsDamaged()
    {
        var store = Directory.CreateTempSubdirectory("nanoclaw-whatsapp-");
        try
        {
            Assert.Equal(new StoredLogin(null, null, 0), StoredLogin.Read(store.FullName));
            var creds = Path.Combine(store.CreateSubdirectory("auth").FullName, "creds.json");
            File.WriteAllText(creds, """{"me":{"id":"1:2@s.whatsapp.net"},"pairingCode":"ABCD1234"}""");
            Assert.Null(StoredLogin.Read(store.FullName).Account);
            File.WriteAllText(creds, "{");
            Assert.Contains("move it away", Assert.Throws<WhatsAppException>(() => StoredLogin.Read(store.FullName)).Message, StringComparison.Ordinal);
        }
        finally
        {
            store.Delete(recursive: true);
        }
    }

    [Fact]
    public void AQrCodeIsDrawnInSquareWithItsQuietZoneAndInReverse()
    {
        var data = $"https://wa.me/settings/linked_devices#2@{new string('x', 200)}";
        var dark = QrText.Draw(data, isInverted: false);
        var light = QrText.Draw(data, isInverted: true);

        Assert.All(dark, line => Assert.InRange(line.Length, (2 * dark.Count) - 1, 2 * dark.Count));
        Assert.True(string.IsNullOrWhiteSpace(dark[0]) && string.IsNullOrWhiteSpace(dark[1]), "the quiet zone above");
        Assert.StartsWith("    █▀▀▀▀▀█ ", dark[2], StringComparison.Ordinal);
        Assert.Equal(
            dark.SelectMany(static line => line),
            light
                .SelectMany(static line => line)
                .Select(static c =>
                    c switch
                    {
                        '█' => ' ',
                        ' ' => '█',
                        '▀' => '▄',
                        _ => '▀',
                    }
                )
        );
    }

    private static WhatsAppLogin Login(Phone phone) => new(phone.Options, TimeProvider.System);

    /// <summary>WhatsApp offers codes until one is used, then asks for a new connection, as it does.</summary>
    private static void OfferCodes(Phone phone, Func<bool> isUsed, Func<JsonObject, bool>? onOpen = null)
    {
        phone.WhatsApp.OnTold = told =>
        {
            if ((string?)told["type"] is not "open")
            {
                return false;
            }

            if (onOpen?.Invoke(told) is true)
            {
                return true;
            }

            if (told["me"] is not null)
            {
                return false;
            }

            _ = Task.Run(async () =>
            {
                phone.WhatsApp.Tell(new JsonObject { ["type"] = "qr", ["data"] = "code 1" });
                phone.WhatsApp.Tell(new JsonObject { ["type"] = "qr", ["data"] = "code 2" });
                await Eventually.TrueAsync(isUsed);
                phone.WhatsApp.Tell(
                    new JsonObject
                    {
                        ["type"] = "paired",
                        ["me"] = new JsonObject
                        {
                            ["id"] = "15550001111:3@s.whatsapp.net",
                            ["lid"] = "990000000000001:3@lid",
                            ["name"] = "Andy's phone",
                        },
                    }
                );
                phone.WhatsApp.Close(515);
            });
            return true;
        };
    }
}
