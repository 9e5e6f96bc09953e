using System.Collections.Concurrent;
using NanoClaw.Channels.WhatsApp.Login;

namespace NanoClaw.Channels.WhatsApp.Tests.Support;

/// <summary>What a person saw.</summary>
internal sealed class LoginScreen : ILoginProgress
{
    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<string> QrCodes { get; } = new();

    public ConcurrentQueue<string> PairingCodes { get; } = new();

    public void Tell(string what) => Told.Enqueue(what);

    public void ShowQr(string data) => QrCodes.Enqueue(data);

    public void ShowPairingCode(string code) => PairingCodes.Enqueue(code);
}
