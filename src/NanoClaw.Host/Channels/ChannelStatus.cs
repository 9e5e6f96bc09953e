namespace NanoClaw.Host.Channels;

public enum ChannelState
{
    /// <summary>On its way to a first connection.</summary>
    Connecting,
    Connected,

    /// <summary>Without a connection, and trying again by itself.</summary>
    Reconnecting,

    /// <summary>Needs a person: to sign in, or to correct a credential.</summary>
    SignedOut,

    /// <summary>Messages come and cannot be stored, such as on a full disk. They are not acknowledged, so that the service gives them again.</summary>
    NotKeeping,
}

/// <summary>How a channel is doing, for the person who looks after it.</summary>
/// <param name="State">Whether messages come and go.</param>
/// <param name="Detail">Who it is connected as, or what is wrong and what cures it; never a credential.</param>
public sealed record ChannelStatus(ChannelState State, string? Detail = null);
