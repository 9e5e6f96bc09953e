namespace NanoClaw.Channels.Telegram.Tests.Support;

/// <summary>What a call is answered with; status 0 cuts the connection, <see cref="After"/> once the work is done.</summary>
internal sealed record ApiFault(int Status, int? RetryAfter = null, bool After = false, long? MovedTo = null);
