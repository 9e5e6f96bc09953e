namespace NanoClaw.Channels.WhatsApp;

/// <summary>WhatsApp, its sidecar or the login does not work; the message says what cures it.</summary>
public sealed class WhatsAppException(string message, Exception? innerException = null) : Exception(message, innerException);
