using System.Diagnostics;
using Spectre.Console;

namespace NanoClaw.Terminal.Output;

/// <summary>Tells each step as it begins, and at the end how long all took.</summary>
public sealed class StepProgress(IAnsiConsole console) : IProgress<string>
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public void Report(string value) => console.WriteLine($"{value} ...", new Style(Color.Grey));

    public void Done() => console.WriteLine($"Ready after {Stopwatch.GetElapsedTime(_started).TotalSeconds:0.0} s.", new Style(Color.Green));
}
