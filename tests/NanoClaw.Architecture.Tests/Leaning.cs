namespace NanoClaw.Architecture.Tests;

/// <summary>One room leans on another.</summary>
/// <param name="From">The room that leans.</param>
/// <param name="To">What it leans on.</param>
/// <param name="Example">A file and the name in it that shows it.</param>
internal sealed record Leaning(string From, string To, string Example);
