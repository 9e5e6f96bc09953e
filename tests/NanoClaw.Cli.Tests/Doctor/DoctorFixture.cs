using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NanoClaw.Doctor;
using NanoClaw.LocalCloud;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cli.Tests.Doctor;

/// <summary>A project's folder to put things right and wrong in, and servers to ask.</summary>
public abstract class DoctorFixture : IDisposable
{
    /// <summary>The settings of an agent that could be there.</summary>
    private protected const string Agent =
        "CLOUDFLARE_AGENT_ENDPOINT=https://agent.example.com\nCLOUDFLARE_AGENT_TOKEN=t0ken\nCLOUDFLARE_ACCESS_CLIENT_ID=id\nCLOUDFLARE_ACCESS_CLIENT_SECRET=s3cret\n";

    private readonly List<WebApplication> _servers = [];

    private protected DoctorFixture()
    {
        Directory.CreateDirectory(Folder);
        Env = Agent;
    }

    private protected string Folder { get; } = Path.Combine(Path.GetTempPath(), $"nanoclaw-doctor-{Guid.NewGuid():N}");

    private protected Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    private protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    private protected bool Offline { get; set; }

    private protected string EnvFile => Path.Combine(Folder, ".env");

    private protected string Senders => Path.Combine(Folder, "senders.json");

    private protected string StorePath => Path.Combine(Folder, "store", "messages.db");

    private protected string Env
    {
        get => File.ReadAllText(EnvFile);
        set
        {
            // Of this machine's own files none may decide a test.
            File.WriteAllText(Senders, "{}");
            File.WriteAllText(EnvFile, $"{value}\nSENDER_ALLOWLIST={Senders}\nTZ=UTC\nHEALTH_PORT=none\n");
            SetMode(EnvFile, "600");
        }
    }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Changes what who may do with a file or folder; Windows has no such modes.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="mode">Three octal digits.</param>
    private protected static void SetMode(string path, string mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        }
    }

    private protected DoctorContext Context() =>
        DoctorContext.Read(
            new CliContext
            {
                In = TextReader.Null,
                Out = TextWriter.Null,
                Error = TextWriter.Null,
                ProjectFolder = Folder,
                Variable = name => Variables.GetValueOrDefault(name),
                Time = Time,
            },
            envFile: null,
            Offline
        );

    private protected async Task<IReadOnlyList<Finding>> RunAsync(IDoctorCheck check) =>
        (await new Examination([check], TimeSpan.FromMinutes(1)).RunAsync(Context(), Token)).Checks.Single().Findings;

    /// <summary>The one finding, which is of this status and says all of these; what is a problem has a cure, here or in its own words.</summary>
    private protected async Task<Finding> ExpectAsync(IDoctorCheck check, FindingStatus status, params string[] said)
    {
        var findings = await RunAsync(check);
        var finding = Assert.Single(
            findings,
            finding => finding.Status == status && said.All(text => $"{finding.Text} {finding.Cure}".Contains(text, StringComparison.Ordinal))
        );
        Assert.DoesNotContain(
            findings,
            other =>
                $"{other.Text} {other.Cure}" is var all && (all.Contains("t0ken", StringComparison.Ordinal) || all.Contains("s3cret", StringComparison.Ordinal))
        );
        return finding;
    }

    /// <summary>Everything the check finds is as it should be.</summary>
    private protected async Task ExpectOkAsync(IDoctorCheck check) =>
        Assert.All(await RunAsync(check), finding => Assert.Equal((FindingStatus.Ok, finding.Text), (finding.Status, finding.Text)));

    private protected SqliteStore OpenStore() => SqliteStore.Open(new StoreOptions { Path = StorePath, Exclusive = false });

    /// <summary>A server over TLS that the settings name as the agent's endpoint.</summary>
    /// <returns>When its certificate ends.</returns>
    private protected async Task<DateTimeOffset> ServeAgentAsync(RequestDelegate answer)
    {
        var certificate = new DevelopmentCertificateStore(Folder, TimeProvider.System).Open(["agent.localhost"]);
        var port = await ServeAsync(answer, listen => listen.UseHttps(certificate.Server));
        Env =
            $"{Agent.Replace("https://agent.example.com", $"https://agent.localhost:{port}", StringComparison.Ordinal)}CLOUDFLARE_AGENT_CA_FILE={certificate.AuthorityFile}\n";
        return new DateTimeOffset(certificate.Server.NotAfter);
    }

    /// <summary>A server on this machine; its port.</summary>
    private protected async Task<int> ServeAsync(RequestDelegate answer, Action<Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder
            .WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => configure?.Invoke(listen)));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Token);
        _servers.Add(app);
        return new Uri(app.Urls.Single()).Port;
    }

    private protected static async Task WriteAsync(HttpContext http, int status, string body, string contentType = "application/json")
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        await http.Response.WriteAsync(body);
    }

    /// <summary>A port of this machine at which nobody listens.</summary>
    private protected static int FreePort() => Host.Tests.Support.UnusedPort.Next();

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            ((IDisposable)server).Dispose();
        }

        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
