using System.Text.Json;
using NanoClaw.Channels.WhatsApp.Login;

namespace NanoClaw.Cli.Commands;

/// <summary>Each step of a login as a line of JSON, for another program to show.</summary>
internal sealed class JsonLoginProgress(TextWriter output) : ILoginProgress
{
    public void Tell(string what) => Write("progress", ("message", what));

    public void ShowQr(string data) => Write("qr", ("data", data));

    public void ShowPairingCode(string code) => Write("pairing_code", ("code", code));

    public void Connected(WhatsAppAccount account) => Write("connected", ("jid", account.Jid), ("name", account.Name));

    private void Write(string name, params ReadOnlySpan<(string Key, string? Value)> values)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("event", name);
            foreach (var (key, value) in values)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
        output.Flush();
    }
}
