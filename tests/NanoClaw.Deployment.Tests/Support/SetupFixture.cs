using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.Setup;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.Tests;

/// <summary>A clone with its stack files, an account of Cloudflare, and the Pulumi CLI: all that a setup touches.</summary>
internal sealed class SetupFixture : IAsyncDisposable
{
    public const string ModelKey = "sk-ant-the-planted-model-key";

    private SetupFixture(FakeCloudflare cloudflare) => Cloudflare = cloudflare;

    public FakeCloudflare Cloudflare { get; }

    public FakePulumi Pulumi { get; } = new();

    public HastyTime Time { get; } = new();

    public string Project { get; } = Directory.CreateTempSubdirectory("nanoclaw-clone-").FullName;

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["ANTHROPIC_API_KEY"] = ModelKey };

    public ScriptedConversation Conversation { get; set; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<SetupFixture> CreateAsync()
    {
        var fixture = new SetupFixture(await FakeCloudflare.StartAsync());
        foreach (var file in Directory.EnumerateFiles(RepositoryFolder(), "Pulumi*.yaml"))
        {
            File.Copy(file, Path.Combine(fixture.Project, Path.GetFileName(file)));
        }

        return fixture;
    }

    /// <summary>The text of a stack's file.</summary>
    public string this[string stack]
    {
        get => File.ReadAllText(Path.Combine(Project, $"Pulumi.{stack}.yaml"));
        set => File.WriteAllText(Path.Combine(Project, $"Pulumi.{stack}.yaml"), value);
    }

    public StackFile FileOf(string stack) => StackFile.Parse(this[stack], stack);

    public async Task<SetupReport> RunAsync(SetupRequest request, string? pulumi = null, string? token = null, CancellationToken? cancellationToken = null)
    {
        Assert.True(ApiToken.TryParse(token ?? Cloudflare.Token, out var parsed, out _));
        using var http = CloudflareApi.CreateClient(Cloudflare.Address);
        return await new SetupRun(
            request,
            new SetupSurroundings
            {
                Folder = new StackFolder(Project),
                Cloudflare = new CloudflareClient(new CloudflareApi(http, parsed, Time, text => Conversation.Say(SetupMark.Note, text))),
                Pulumi = new PulumiCommandLine(
                    new()
                    {
                        ProjectFolder = Project,
                        Executable = pulumi ?? PulumiSurroundings.Find(Pulumi.SearchPath),
                        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["CLOUDFLARE_API_TOKEN"] = parsed.Reveal() },
                    }
                ),
                Variable = name => Variables.GetValueOrDefault(name),
                Time = Time,
            },
            Conversation
        ).RunAsync(cancellationToken ?? Cancelled);
    }

    /// <summary>Everything that a secret could have got into, but for the file that holds it encrypted.</summary>
    public string Traces() =>
        string.Join(
            '\n',
            [
                Conversation.Text,
                .. Pulumi.Calls.Select(call => string.Join(' ', call.Arguments)),
                .. Directory.EnumerateFiles(Project).Select(File.ReadAllText),
                .. Cloudflare.Requests,
            ]
        );

    public async ValueTask DisposeAsync()
    {
        await Cloudflare.DisposeAsync();
        Pulumi.Dispose();
        Directory.Delete(Project, recursive: true);
    }

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
