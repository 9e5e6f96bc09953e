using NanoClaw.Channels.WhatsApp.Sidecar;

namespace NanoClaw.Channels.WhatsApp.Tests;

/// <summary>Installing the sidecar's packages at the first login: what goes wrong is told in the installer's one sentence.</summary>
public sealed class SidecarPackagesTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sidecar-packages-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_registry_that_is_out_of_reach_is_named_and_Node_is_not_blamed()
    {
        const string Sentence = "npm's registry https://registry.example/ did not answer within 12 seconds. Check the network.";
        var installer = Path.Combine(_root.FullName, "eng", "npm", "install.mjs");
        Directory.CreateDirectory(Path.GetDirectoryName(installer)!);
        await File.WriteAllTextAsync(
            installer,
            $"console.error('npm error code X\\nnpm error more'); console.error(\"{Sentence}\"); process.exit(1);",
            TestContext.Current.CancellationToken
        );

        var exception = await Assert.ThrowsAsync<WhatsAppException>(() => SidecarPackages.InstallAsync(Sidecar(), TestContext.Current.CancellationToken));

        Assert.Equal(Sentence, exception.Message);
    }

    [Fact]
    public async Task A_sidecar_of_one_s_own_is_installed_by_hand()
    {
        var exception = await Assert.ThrowsAsync<WhatsAppException>(() => SidecarPackages.InstallAsync(Sidecar(), TestContext.Current.CancellationToken));

        Assert.Contains("npm ci --ignore-scripts --omit=dev", exception.Message, StringComparison.Ordinal);
    }

    private SidecarProgram Sidecar()
    {
        var script = Path.Combine(_root.FullName, "src", "whatsapp-sidecar", "src", "main.js");
        Directory.CreateDirectory(Path.GetDirectoryName(script)!);
        return new SidecarProgram(script);
    }
}
