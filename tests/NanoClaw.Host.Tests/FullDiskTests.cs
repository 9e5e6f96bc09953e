using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Host.Health;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>A disk that is full, for real: a small one is made for it.</summary>
public sealed class FullDiskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_full_disk_nothing_is_acknowledged_the_health_and_the_channel_say_why_and_all_is_answered_when_there_is_room()
    {
        using var disk = await SmallDisk.MountAsync();
        await using var world = await World.CreateAsync(folder: disk.Folder);
        await using var server = new HealthServer(world.Assistant, world.Store, 0, world.Time, NullLogger<HealthServer>.Instance);
        await server.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/healthz", UriKind.Relative), Token)).StatusCode);

        disk.Fill();
        // What is free within the database's own files is used first.
        List<ChatMessage> kept = [],
            notKept = [];
        while (notKept.Count < 3)
        {
            var message = world.NewMessage(World.Main);
            message = message with { Content = message.Content + new string('.', 20_000) };
            try
            {
                await world.Assistant.Inbox.ReceiveAsync(message, Token);
                kept.Add(message);
            }
            catch (StoreException exception)
            {
                Assert.Equal(StoreFailure.Full, exception.Failure);
                notKept.Add(message);
            }
        }

        using (var health = await client.GetAsync(new Uri("/healthz", UriKind.Relative), Token))
        {
            var said = await health.Content.ReadAsStringAsync(Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            Assert.Contains("\"status\":\"failing\"", said, StringComparison.Ordinal);
            Assert.Contains("\"state\":\"notKeeping\",\"detail\":\"Messages cannot be kept: ", said, StringComparison.Ordinal);
        }

        disk.Free();
        foreach (var message in notKept)
        {
            // The service gives again what was not acknowledged.
            await world.Assistant.Inbox.ReceiveAsync(message, Token);
        }

        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        Assert.Equal(
            kept.Concat(notKept).SelectMany(message => FakeWorker.Numbers(message.Content.TrimEnd('.'))).Order(),
            world.Channel.TextsTo(World.Main).SelectMany(FakeWorker.Numbers).Select(number => number.TrimEnd('.')).Order()
        );
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/healthz", UriKind.Relative), Token)).StatusCode);
    }

    /// <summary>A file system in memory that this test alone fills.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private const int Megabytes = 4;

        public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("nanoclaw-disk-");

        private string Filler => Path.Combine(Folder.FullName, "filler");

        public static async Task<SmallDisk> MountAsync()
        {
            var disk = new SmallDisk();
            if (
                !OperatingSystem.IsLinux()
                || !Environment.IsPrivilegedProcess
                || await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", disk.Folder.FullName) != 0
            )
            {
                disk.Folder.Delete();
                Assert.Skip("A small file system can be mounted by root alone, on Linux, where the container allows it.");
            }

            return disk;
        }

        public void Fill()
        {
            using var file = File.Create(Filler);
            var piece = new byte[4096];
            try
            {
                while (true)
                {
                    file.Write(piece);
                    file.Flush();
                }
            }
            catch (IOException)
            {
                // It is full.
            }
        }

        public void Free() => File.Delete(Filler);

        public void Dispose()
        {
            RunAsync("umount", Folder.FullName).GetAwaiter().GetResult();
            Folder.Delete();
        }

        private static async Task<int> RunAsync(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }
}
