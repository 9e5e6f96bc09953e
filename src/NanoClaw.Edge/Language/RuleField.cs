using NanoClaw.Edge.Requests;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language;

/// <summary>A field of the rules language.</summary>
/// <param name="Name">As written in an expression.</param>
/// <param name="Type">Its type, as Cloudflare's field reference has it.</param>
/// <param name="Source">Where this machine takes its value from.</param>
/// <param name="Read">Reads it from a request.</param>
public sealed record RuleField(string Name, RuleType Type, string Source, Func<RuleRequest, RuleValue> Read);
