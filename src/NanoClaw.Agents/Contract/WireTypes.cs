using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>The JSON of <c>docs/CONTRACT.md</c> where it differs from the public records.</summary>
internal sealed record WireAction(string Id, string Name, JsonElement Arguments, IReadOnlyList<string>? Origins = null);

internal sealed record WireDelta(string Text, int? From = null);

internal sealed record WireErrorBody(string Code, string Message, double? RetryAfterSeconds = null);

internal sealed record WireError(WireErrorBody Error);

internal sealed record WireForgotten(int Forgotten);

internal sealed record WireNotes(IReadOnlyList<AgentNote> Notes);

internal sealed record WireResponse(string Status, string? Result, string SessionId, IReadOnlyList<WireAction> Actions, AgentUsage Usage, string? Model = null);
