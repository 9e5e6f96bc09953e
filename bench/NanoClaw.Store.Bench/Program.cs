using NanoClaw.Store.Bench;

var report = args.FirstOrDefault() ?? "RESULTS.md";
var folder = Directory.CreateTempSubdirectory("nanoclaw-bench-");
try
{
    var baseline = new Baseline(Path.Combine(Baseline.SourceFolder, "baseline"));
    var inserts = await InsertMeasurement.RunAsync(folder.FullName, baseline);
    var cursors = await CursorMeasurement.RunAsync(folder.FullName, baseline);
    await File.WriteAllTextAsync(report, Report.Write(inserts, cursors));
    Console.WriteLine(await File.ReadAllTextAsync(report));
}
finally
{
    folder.Delete(recursive: true);
}
