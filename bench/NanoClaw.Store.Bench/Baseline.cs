using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace NanoClaw.Store.Bench;

/// <summary>better-sqlite3 in a Node process of its own, on the same file.</summary>
internal sealed class Baseline
{
    public static readonly string[] EqualSettings = ["journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "wal_autocheckpoint = 16000"];

    /// <summary>v1 sets nothing: a rollback journal, and a sync to the disk at every commit.</summary>
    public static readonly string[] V1Settings = [];

    /// <summary>npm installs beside the source, where the lock file is.</summary>
    public static string SourceFolder =>
        typeof(Baseline).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SourceFolder").Value!;

    private readonly string _script;

    public Baseline(string folder)
    {
        _script = Path.Combine(folder, "baseline.js");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "better-sqlite3")))
        {
            throw new InvalidOperationException($"better-sqlite3 is not installed: run `npm ci` in {folder}.");
        }
    }

    public async Task<double> MeasureAsync(string scenario, string path, int rows, long first, string statement, string[] settings)
    {
        var arguments = JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["scenario"] = scenario,
                ["path"] = path,
                ["rows"] = rows,
                ["first"] = first,
                ["insert"] = statement,
                ["select"] = statement,
                ["settings"] = settings,
            }
        );
        using var process = Process.Start(new ProcessStartInfo("node", [_script, arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        using var answer = JsonDocument.Parse(said);
        return answer.RootElement.GetProperty("result").GetDouble();
    }
}
