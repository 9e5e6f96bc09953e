using System.Diagnostics;

namespace NanoClaw.Soak.Tests;

/// <summary>What this process holds: memory in bytes, and its open files, sockets and threads.</summary>
internal sealed record ResourceUse(long Answered, long Heap, long LargeArrays, long WorkingSet, long Handles, long Threads)
{
    // Their places in GCMemoryInfo.GenerationInfo: they hold the pools' buffers above all.
    private const int LargeObjects = 3;
    private const int PinnedObjects = 4;
    private const long Megabyte = 1024 * 1024;

    /// <summary>
    /// The least of each that the last quarter of the way came down to, against the least of the second quarter: in the
    /// first, everything is met for the first time. A fault of the moment raises no floor; what is kept for good does.
    /// The bounds leave room for what settles late, such as page caches and compiled code, and none for 500 bytes kept
    /// of each of 5,000 messages: half of them lie between the two.
    /// </summary>
    public static void AssertFlat(IReadOnlyList<ResourceUse> uses)
    {
        var early = uses.Skip(uses.Count / 4).Take(uses.Count / 4).ToList();
        var late = uses.Skip(uses.Count * 3 / 4).ToList();
        Assert.Multiple(
            () => AssertFloor("heap", use => use.Heap, Megabyte),
            () => AssertFloor("working set", use => use.WorkingSet, 48 * Megabyte),
            () => AssertFloor("handles", use => use.Handles, 20),
            () => AssertFloor("threads", use => use.Threads, 10)
        );

        void AssertFloor(string what, Func<ResourceUse, long> of, long bound)
        {
            var (before, after) = (early.Min(of), late.Min(of));
            Assert.True(after <= before + bound, $"The {what} grew from {before} to {after}, by more than {bound}.");
        }
    }

    public static ResourceUse Measure(long answered)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount;
        var generations = GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo;
        return new(
            answered,
            GC.GetTotalMemory(forceFullCollection: false),
            generations[LargeObjects].SizeAfterBytes + generations[PinnedObjects].SizeAfterBytes,
            process.WorkingSet64,
            handles,
            process.Threads.Count
        );
    }
}
