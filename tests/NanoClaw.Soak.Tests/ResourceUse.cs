using System.Diagnostics;

namespace NanoClaw.Soak.Tests;

/// <summary>What this process holds: memory in bytes, and its open files, sockets and threads.</summary>
internal sealed record ResourceUse(long Answered, long Heap, long WorkingSet, int Handles, int Threads)
{
    public static ResourceUse Measure(long answered)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount;
        return new(answered, GC.GetTotalMemory(forceFullCollection: false), process.WorkingSet64, handles, process.Threads.Count);
    }
}
