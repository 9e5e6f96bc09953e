namespace NanoClaw.LocalCloud.Tests;

/// <summary>Tests that evaluate the program, one after the other: its settings reach it by an environment variable, of which a process has one.</summary>
[CollectionDefinition(Name)]
public sealed class EvaluatingTests
{
    public const string Name = "evaluating";
}
