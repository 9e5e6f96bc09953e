using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language.Typing;

/// <summary>What a function does. It gets one value an argument given, missing ones as they are.</summary>
internal delegate RuleValue RuleFunctionBody(ReadOnlySpan<RuleValue> arguments);
