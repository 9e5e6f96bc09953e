using System.Globalization;
using System.Text.Json;

namespace NanoClaw.Channels.WhatsApp.Login;

/// <summary>What a store says about its WhatsApp login, without a connection.</summary>
/// <param name="Account">Whom it belongs to; null: there is no login.</param>
/// <param name="UsedBy">The process of the sidecar that uses it now.</param>
/// <param name="Waiting">Messages received that the assistant has not stored yet.</param>
public sealed record StoredLogin(WhatsAppAccount? Account, int? UsedBy, int Waiting)
{
    /// <exception cref="WhatsAppException">The login's file is damaged.</exception>
    public static StoredLogin Read(string storeFolder)
    {
        var state = Path.Combine(storeFolder, "whatsapp");
        var received = Path.Combine(state, "received");
        return new StoredLogin(
            ReadAccount(Path.Combine(storeFolder, "auth", "creds.json")),
            ReadHolder(Path.Combine(state, "lock")),
            Directory.Exists(received) ? Directory.EnumerateFiles(received, "*.json").Count() : 0
        );
    }

    private static WhatsAppAccount? ReadAccount(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var creds = JsonDocument.Parse(File.ReadAllBytes(path));
            return
                creds.RootElement.TryGetProperty("account", out var account)
                && account.ValueKind is JsonValueKind.Object
                && creds.RootElement.TryGetProperty("me", out var me)
                && me.TryGetProperty("id", out var id)
                ? new WhatsAppAccount(WithoutDevice(id.GetString()!), me.TryGetProperty("name", out var name) ? name.GetString() : null)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new WhatsAppException($"{path} is damaged: move it away and run 'nanoclaw whatsapp login'.", exception);
        }
    }

    private static int? ReadHolder(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path).Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && IsAlive(id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // 15550001111:3@s.whatsapp.net: the third device of the number.
    private static string WithoutDevice(string jid)
    {
        var (user, server) = (jid.Split('@')[0], jid.Contains('@', StringComparison.Ordinal) ? jid[jid.IndexOf('@', StringComparison.Ordinal)..] : "");
        return user.Split(':')[0] + server;
    }
}
