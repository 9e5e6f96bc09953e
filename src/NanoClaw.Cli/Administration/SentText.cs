namespace NanoClaw.Cli.Administration;

/// <summary>A text that was put into the outbox.</summary>
/// <param name="ChatJid">Where it goes.</param>
/// <param name="DeliveryIds">Of its parts, in order.</param>
/// <param name="AssistantRunning">Whether an assistant runs that sends it now.</param>
internal sealed record SentText(string ChatJid, IReadOnlyList<string> DeliveryIds, bool AssistantRunning);
