namespace NanoClaw.EndToEnd.Tests.Attacks;

/// <summary>What the obedient model was asked, and what it did.</summary>
/// <param name="Group">The folder of the group; null where it only sums up.</param>
/// <param name="Text">All that it was given to read, with nothing hidden.</param>
/// <param name="Tools">The tools that it called.</param>
/// <param name="Said">What it said.</param>
internal sealed record ModelCall(string? Group, string Text, IReadOnlyList<string> Tools, string Said);
