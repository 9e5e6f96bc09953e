using System.Text.Json.Serialization;

namespace NanoClaw.Channels.WhatsApp.Sidecar;

/// <summary>What the sidecar is told; its README is the reference.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StartCommand), "start")]
[JsonDerivedType(typeof(SendCommand), "send")]
[JsonDerivedType(typeof(AckCommand), "ack")]
[JsonDerivedType(typeof(TypingCommand), "typing")]
[JsonDerivedType(typeof(GroupsCommand), "groups")]
[JsonDerivedType(typeof(LogoutCommand), "logout")]
[JsonDerivedType(typeof(StopCommand), "stop")]
internal abstract record SidecarCommand;

internal sealed record StartCommand(string Mode, string Store, string? Phone = null) : SidecarCommand
{
    public const int Version = 1;

    public int Protocol { get; init; } = Version;
}

internal sealed record SendCommand(string Id, string Jid, string Text) : SidecarCommand;

internal sealed record AckCommand(string Id) : SidecarCommand;

internal sealed record TypingCommand(string Jid, bool On) : SidecarCommand;

internal sealed record GroupsCommand : SidecarCommand;

internal sealed record LogoutCommand : SidecarCommand;

internal sealed record StopCommand : SidecarCommand;
