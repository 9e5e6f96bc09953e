using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NanoClaw.Verification.Lookup;

namespace NanoClaw.Verification.Tests;

public sealed class WorkersDevLookupTests
{
    private const string Subdomain = """{"success":true,"errors":[],"messages":[],"result":{"subdomain":"me"}}""";
    private const string Deployments =
        """{"success":true,"errors":[],"messages":[],"result":{"deployments":[{"id":"d","versions":[{"version_id":"bcf48806-b317-4351-9ee7-36e7d557d4de","percentage":100}]}]}}""";

    [Theory]
    [InlineData(Subdomain, Deployments, "moltworker.me.workers.dev", "bcf48806-moltworker.me.workers.dev")]
    [InlineData(Subdomain, """{"success":true,"result":{"deployments":[]}}""", "moltworker.me.workers.dev", null)]
    [InlineData(Subdomain, "<html>", "moltworker.me.workers.dev", null)]
    [InlineData("""{"success":false,"errors":[{"code":10007,"message":"no subdomain"}],"result":null}""", Deployments, null, null)]
    [InlineData("""{"success":true,"result":{"subdomain":"evil.example.org/?"}}""", Deployments, null, null)]
    public async Task The_names_are_those_that_the_API_tells(string subdomain, string deployments, string? name, string? version)
    {
        var asked = new List<string>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var api = builder.Build();
        api.Run(context =>
        {
            asked.Add($"{context.Request.Headers.Authorization} {context.Request.Path}");
            return context.Response.WriteAsync(context.Request.Path.Value!.EndsWith("/subdomain", StringComparison.Ordinal) ? subdomain : deployments);
        });
        await api.StartAsync(TestContext.Current.CancellationToken);
        var address = api.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        using var lookup = new WorkersDevLookup("the-api-token", new Uri(address + "/client/v4/"));
        var found = await lookup.FindAsync("account", "moltworker", TestContext.Current.CancellationToken);

        Assert.Equal((name, version), found);
        Assert.Equal("Bearer the-api-token /client/v4/accounts/account/workers/subdomain", asked[0]);
    }
}
