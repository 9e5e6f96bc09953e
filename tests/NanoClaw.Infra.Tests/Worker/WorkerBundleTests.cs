using NanoClaw.Infra.Tests.Evaluation;
using NanoClaw.Infra.Worker;

namespace NanoClaw.Infra.Tests.Worker;

public sealed class WorkerBundleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bundle").FullName;

    [Fact]
    public void The_built_bundle_is_the_one_its_manifest_describes()
    {
        var bundle = WorkerBundle.LoadBuilt();

        Assert.Equal(CloudflareMocks.Digest(bundle.Content), bundle.Manifest.Sha256);
        Assert.NotEmpty(bundle.Manifest.Migrations);
    }

    [Fact]
    public async Task The_Workers_own_requests_go_through_the_front_door_of_its_zone_too()
    {
        // No compatibility date turns it on. Without it a fetch to a host of the zone goes to the origin, past WAF and Access.
        Assert.Contains("global_fetch_strictly_public", WorkerBundle.LoadBuilt().Manifest.CompatibilityFlags);
        Assert.Contains("global_fetch_strictly_public", (await Evaluated.RunAsync("prod", SampleConfig.Owner())).Single("WorkersScript").Canonical(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_was_not_built_is_named_with_what_builds_it() =>
        Assert.Contains("dotnet build src/moltworker", Assert.Throws<WorkerBundleException>(() => WorkerBundle.Load(_folder)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_bundle_that_is_not_the_manifest_s_is_refused()
    {
        Write("manifest.json", $$"""{"mainModule":"worker.js","sha256":"{{CloudflareMocks.Digest("other")}}","compatibilityDate":"2026-10-01","durableObjects":[],"migrations":[]}""");
        Write("worker.js", "export default {}");

        Assert.Contains("SHA-256", Assert.Throws<WorkerBundleException>(() => WorkerBundle.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("not JSON")]
    public void A_malformed_manifest_is_refused(string manifest)
    {
        Write("manifest.json", manifest);

        Assert.Contains("manifest", Assert.Throws<WorkerBundleException>(() => WorkerBundle.Load(_folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
