namespace NanoClaw.Host.Channels;

/// <summary>
/// The service will never take this text: the chat is gone, the assistant was blocked or removed. Any other exception
/// of <see cref="IChannel.SendAsync"/> means that the text is to be sent again.
/// </summary>
public sealed class ChannelRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
