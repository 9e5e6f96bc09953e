namespace NanoClaw.Cost.WhatIf;

/// <summary>A run, where the ledger has none to go by: the mean of 30 turns two minutes apart in bench/cost, and of a household's answers.</summary>
internal static class TypicalRun
{
    public const decimal Fresh = 66;
    public const decimal CacheRead = 10_120;
    public const decimal CacheWrite = 378;
    public const decimal Output = 400;
    public const decimal Seconds = 20;
    public const decimal RunsPerDay = 100;
    public const string Model = "claude-sonnet-4-5";
}
