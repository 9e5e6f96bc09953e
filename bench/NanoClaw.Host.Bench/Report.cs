using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace NanoClaw.Host.Bench;

internal static class Report
{
    /// <summary>Beside the source.</summary>
    public static string File =>
        Path.Combine(
            typeof(Report).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SourceFolder").Value!,
            "RESULTS.md"
        );

    public static string Write(IReadOnlyList<Side> sides, int messages, MemoryMeasurement memory)
    {
        var text = new StringBuilder();
        text.AppendLine(
            $"""
            # From a message to its answer

            From `IInbox.ReceiveAsync` to the answer at `IChannel.SendAsync`, with a model that has its answer ready, through the local cloud: TLS, the edge with all its declared rules, the Worker in workerd with its Durable Objects on the disk. Edge, host and model share one process. Goal: a median under 10 ms.

            - **host and local cloud**: all of it.
            - **client and local cloud**: the agent's client calls the same cloud, without store, queue and outbox; to the event of the answer.
            - **host alone**: the host with an agent in the same process that answers at once.

            {messages:N0} messages a cell, the sides taking turns in one run; sessions of at most 20 turns. .NET {Environment.Version}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, shared with other work{Load()}.
            """
        );
        Table("One group, one message after another", side => side.OneGroup);
        Table("50 groups in turn, one message after another", side => side.ManyGroups);
        Table("50 groups, each with a message under way all the time (five runs at once)", side => side.Busy);
        text.AppendLine(
            """

            ## Messages in a second, 50 groups at once

            | | messages a second | allocated a message, KB |
            |---|--:|--:|
            """
        );
        foreach (var side in sides)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {side.Name} | {side.PerSecond:N0} | {side.Kilobytes:0} |");
        }

        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"""

            ## Memory of a process with the assistant, its store and the client

            | | working set, MB |
            |---|--:|
            | idle | {memory.IdleMegabytes:0} |
            | after 2,000 messages of 50 groups at once | {memory.BusyMegabytes:0} |

            Of the latter, {memory.HeapMegabytes:0.0} MB are objects that live.
            """
        );
        text.AppendLine();
        text.AppendLine("To measure again: `dotnet run -c Release --project bench/NanoClaw.Host.Bench -- --write` (`--quick` for less).");
        return text.ToString();

        void Table(string title, Func<Side, Latencies> of)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"\n## {title}\n\n| milliseconds | median | 95 of 100 | 99 of 100 | median, of all of it |\n|---|--:|--:|--:|--:|"
            );
            foreach (var side in sides)
            {
                var (p50, p95, p99) = of(side);
                text.AppendLine(CultureInfo.InvariantCulture, $"| {side.Name} | {p50:0.00} | {p95:0.00} | {p99:0.00} | {p50 / of(sides[0]).P50:0.00} |");
            }
        }
    }

    /// <summary>How busy the machine was, where it tells: without it the figures cannot be judged.</summary>
    private static string Load() =>
        System.IO.File.Exists("/proc/loadavg") ? $" (load {System.IO.File.ReadAllText("/proc/loadavg").Split(' ')[1]} at the end of it)" : "";
}
