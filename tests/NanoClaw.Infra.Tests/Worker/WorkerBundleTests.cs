using System.Text;
using NanoClaw.Infra.Tests.Evaluation;
using NanoClaw.Infra.Worker;

namespace NanoClaw.Infra.Tests.Worker;

public sealed class WorkerBundleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bundle").FullName;

    [Theory]
    [InlineData("demo")]
    [InlineData("anthropic")]
    [InlineData("openai")]
    [InlineData("workers-ai")]
    public async Task A_stack_deploys_the_smallest_bundle_with_what_its_model_needs(string provider)
    {
        var bundle = WorkerBundle.LoadBuilt(provider);
        var able = bundle.Manifest.Modules.Where(m => m.Providers.Contains(provider)).ToArray();
        var built = Path.Combine(AppContext.BaseDirectory, "moltworker");

        Assert.Equal(able.Min(m => new FileInfo(Path.Combine(built, m.File)).Length), Encoding.UTF8.GetByteCount(bundle.Content));
        Assert.Equal(CloudflareMocks.Digest(bundle.Content), bundle.Sha256);
        Assert.NotEmpty(bundle.Manifest.Migrations);

        var settings = SampleConfig.Owner(("modelProvider", provider), ("modelBaseUrl", provider is "openai" ? "https://api.openai.com/v1" : null));
        Assert.Equal(bundle.Content, (await Evaluated.RunAsync("dev", settings)).Worker.Text("content"));
    }

    [Fact]
    public void Several_models_are_asked_by_one_bundle()
    {
        var bundle = WorkerBundle.LoadBuilt("workers-ai", "anthropic");

        Assert.NotEqual(bundle.Content, WorkerBundle.LoadBuilt("anthropic").Content);
        Assert.Contains("api.anthropic.com", bundle.Content, StringComparison.Ordinal);
        Assert.Contains("max_completion_tokens", bundle.Content, StringComparison.Ordinal);
        Assert.DoesNotContain("demo model", bundle.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic", "anthropic", "max_completion_tokens")]
    [InlineData("openai", "openai", "api.anthropic.com")]
    [InlineData("workers-ai", "openai", "api.anthropic.com")]
    public void Several_models_of_one_form_are_asked_without_the_others(string first, string second, string signOfAnother)
    {
        var bundle = WorkerBundle.LoadBuilt(first, second);

        Assert.NotEqual(bundle.Content, WorkerBundle.LoadBuilt(first).Content);
        Assert.DoesNotContain(signOfAnother, bundle.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_that_no_bundle_can_ask_are_refused() =>
        Assert.Contains(
            "demo and openai",
            Assert.Throws<WorkerBundleException>(() => WorkerBundle.LoadBuilt("demo", "openai")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task The_Workers_own_requests_go_through_the_front_door_of_its_zone_too()
    {
        // No compatibility date turns it on. Without it a fetch to a host of the zone goes to the origin, past WAF and Access.
        Assert.Contains("global_fetch_strictly_public", WorkerBundle.LoadBuilt().Manifest.CompatibilityFlags);
        Assert.Contains("global_fetch_strictly_public", (await Evaluated.RunAsync("prod", SampleConfig.Owner())).Worker.Canonical(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_was_not_built_is_named_with_what_builds_it() =>
        Assert.Contains(
            "dotnet build src/moltworker",
            Assert.Throws<WorkerBundleException>(() => WorkerBundle.Load(_folder)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_bundle_that_is_not_the_manifest_s_is_refused()
    {
        Write(
            "manifest.json",
            $$"""
            {"mainModule":"worker.js",
            "modules":[{"file":"worker.js","sha256":"{{CloudflareMocks.Digest("other")}}","providers":["demo"],"inOrder":false}],
            "front":{"mainModule":"front.js","file":"front.js","sha256":"{{CloudflareMocks.Digest("front")}}"},
            "admin":{"mainModule":"admin.js","file":"admin.js","sha256":"{{CloudflareMocks.Digest("page")}}"},
            "compatibilityDate":"2026-10-01","durableObjects":[],"migrations":[]}
            """
        );
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
