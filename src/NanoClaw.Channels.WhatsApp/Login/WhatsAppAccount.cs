namespace NanoClaw.Channels.WhatsApp.Login;

/// <summary>Whom a login belongs to.</summary>
/// <param name="Jid">The number, as WhatsApp writes it: <c>15550001111@s.whatsapp.net</c>.</param>
/// <param name="Name">The name that the account shows, once WhatsApp has told it.</param>
public sealed record WhatsAppAccount(string Jid, string? Name)
{
    /// <summary>The number as people write it.</summary>
    public string Phone => $"+{Jid.Split('@')[0]}";
}
