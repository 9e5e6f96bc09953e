namespace NanoClaw.Store;

/// <summary>That a chat would not take a text; the text itself is not kept.</summary>
public sealed record RefusedMessage(string DeliveryId, string ChatJid, string Reason, DateTimeOffset RefusedAt);
