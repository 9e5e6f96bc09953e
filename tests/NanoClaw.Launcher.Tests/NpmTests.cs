using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoClaw.Launcher.Tests;

/// <summary>A registry that is out of reach is named, soon, and Node.js is not blamed for it.</summary>
public sealed class NpmTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nano npm-");

    public NpmTests()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "package.json"), """{ "name": "x", "version": "1.0.0", "dependencies": { "terser": "5.51.4" } }""");
        File.WriteAllText(
            Path.Combine(_folder.FullName, "package-lock.json"),
            """
            {
              "name": "x", "version": "1.0.0", "lockfileVersion": 3, "requires": true,
              "packages": {
                "": { "name": "x", "version": "1.0.0", "dependencies": { "terser": "5.51.4" } },
                "node_modules/terser": { "version": "5.51.4", "integrity": "sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==" }
              }
            }
            """
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task One_that_swallows_what_it_is_sent()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var registry = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/";
        var (said, seconds) = await InstallAsync(registry);

        Assert.StartsWith($"npm's registry {registry} did not answer within 12 seconds. Check the network, the proxy", said, StringComparison.Ordinal);
        // npm by itself takes minutes. How fast this machine is, is another matter.
        Assert.InRange(seconds, 11, 60);
    }

    [Fact]
    public async Task A_proxy_that_swallows_what_it_is_sent()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var (said, _) = await InstallAsync("https://registry.example/", ("HTTPS_PROXY", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"));

        Assert.StartsWith("npm's registry https://registry.example/ did not answer within 12 seconds.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_whose_name_nobody_knows()
    {
        var (said, _) = await InstallAsync("http://registry.invalid/", ("HTTP_PROXY", ""), ("http_proxy", ""));
        Assert.StartsWith("npm's registry http://registry.invalid/ has a name that the network ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_refuses()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _ = AnswerAsync(server, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        var (said, _) = await InstallAsync($"http://user:hunter2@127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/");

        Assert.Matches("^npm could not install the packages of .*: .*403 Forbidden.*registry", said);
        Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
    }

    private async Task<(string Said, double Seconds)> InstallAsync(string registry, params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["npm_config_registry"] = registry,
            ["npm_config_cache"] = Path.Combine(_folder.FullName, "cache"),
            ["NO_PROXY"] = "127.0.0.1",
            ["no_proxy"] = "127.0.0.1",
        };
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        var started = Stopwatch.GetTimestamp();
        await using var command = Command.Start(_folder.FullName, environment, "node", Repository.PathTo("eng", "npm", "install.mjs"), _folder.FullName);
        Assert.Equal(1, await command.EndAsync());
        var said = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "obj", "npm-failure.txt"), TestContext.Current.CancellationToken);
        Assert.EndsWith($"{said}\n", command.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Node.js", command.Error, StringComparison.Ordinal);
        return (said, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task AnswerAsync(TcpListener server, string answer)
    {
        try
        {
            while (true)
            {
                using var client = await server.AcceptTcpClientAsync();
                await client.GetStream().ReadExactlyAsync(new byte[4]);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
