using System.Diagnostics;
using System.Globalization;

namespace NanoClaw.Host.Bench;

/// <summary>A process with the assistant, its store and the client, and nothing else: megabytes of working set, and of heap after a collection.</summary>
internal sealed record MemoryMeasurement(double IdleMegabytes, double BusyMegabytes, double HeapMegabytes)
{
    public const string Command = "assistant";
    private const int MessagesEach = 40;
    private const double Megabyte = 1024 * 1024;

    public static async Task<MemoryMeasurement> RunAsync(Cloud cloud, string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(MemoryMeasurement).Assembly.Location);
        }

        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(folder);
        foreach (var (name, value) in cloud.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var figures = said.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return new(figures[0], figures[1], figures[2]);
    }

    /// <summary>What the process of its own does.</summary>
    public static async Task ServeAsync(string folder)
    {
        using var runtime = Cloud.RuntimeOfEnvironment();
        await using var rig = await Rig.StartAsync(folder, runtime);
        var idle = Environment.WorkingSet;
        await Task.WhenAll(
            Enumerable
                .Range(0, Rig.Groups)
                .Select(group =>
                    Task.Run(async () =>
                    {
                        for (var number = 0; number < MessagesEach; number++)
                        {
                            await rig.AnswerAsync(group);
                        }
                    })
                )
        );
        var busy = Environment.WorkingSet;
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{idle / Megabyte:0.0} {busy / Megabyte:0.0} {heap / Megabyte:0.0}"));
    }
}
