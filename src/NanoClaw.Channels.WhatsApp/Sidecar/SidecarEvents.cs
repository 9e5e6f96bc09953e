using System.Text.Json.Serialization;

namespace NanoClaw.Channels.WhatsApp.Sidecar;

/// <summary>What the sidecar tells; its README is the reference.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HelloEvent), "hello")]
[JsonDerivedType(typeof(QrEvent), "qr")]
[JsonDerivedType(typeof(PairingCodeEvent), "pairing_code")]
[JsonDerivedType(typeof(ConnectedEvent), "connected")]
[JsonDerivedType(typeof(ReconnectingEvent), "reconnecting")]
[JsonDerivedType(typeof(LoggedOutEvent), "logged_out")]
[JsonDerivedType(typeof(ChatEvent), "chat")]
[JsonDerivedType(typeof(GroupsEvent), "groups")]
[JsonDerivedType(typeof(SentEvent), "sent")]
[JsonDerivedType(typeof(FailedEvent), "failed")]
[JsonDerivedType(typeof(ErrorEvent), "error")]
[JsonDerivedType(typeof(MessageEvent), "message")]
internal abstract record SidecarEvent;

internal sealed record HelloEvent(int Protocol, string Version, string Node) : SidecarEvent
{
    /// <exception cref="WhatsAppException">It speaks another version of the protocol.</exception>
    public void Check()
    {
        if (Protocol != StartCommand.Version)
        {
            throw new WhatsAppException(
                $"The WhatsApp sidecar speaks version {Protocol} of the protocol, NanoClaw version {StartCommand.Version}: update both, or correct {WhatsAppOptions.SidecarKey}."
            );
        }
    }
}

internal sealed record QrEvent(string Data) : SidecarEvent;

internal sealed record PairingCodeEvent(string Code) : SidecarEvent;

internal sealed record ConnectedEvent(Account Me) : SidecarEvent;

internal sealed record Account(string Jid, string? Name = null);

internal sealed record ReconnectingEvent(int Attempt, long InMs, string Reason) : SidecarEvent;

internal sealed record LoggedOutEvent(string Reason) : SidecarEvent;

internal sealed record ChatEvent(string Jid, bool IsGroup, string? Name = null) : SidecarEvent;

internal sealed record GroupsEvent(IReadOnlyList<GroupName> Groups) : SidecarEvent;

internal sealed record GroupName(string Jid, string Name);

internal sealed record SentEvent(string Id) : SidecarEvent;

internal sealed record FailedEvent(string Id, string Reason, bool Permanent) : SidecarEvent;

internal sealed record ErrorEvent(string Code, string Message, string? Id = null) : SidecarEvent;

/// <summary>
/// A message. Its key is what is acknowledged once it is stored; the timestamp is in Unix milliseconds, 0 if WhatsApp
/// gave none; it is ours if NanoClaw sent it with this account, from here or from another machine.
/// </summary>
internal sealed record MessageEvent(
    string Key,
    string Id,
    string Jid,
    string Sender,
    string Text,
    long Timestamp,
    bool IsGroup,
    bool FromMe,
    bool Ours,
    bool MentionsMe,
    string? SenderName = null,
    QuotedMessage? ReplyTo = null,
    bool Forwarded = false
) : SidecarEvent
{
    // A record would print all of it, and what people write belongs in no log.
    public override string ToString() => $"message {Id} of {Jid}";
}

internal sealed record QuotedMessage(string Id, bool Ours, string? Text = null, string? Sender = null, string? SenderName = null, bool FromMe = false);
