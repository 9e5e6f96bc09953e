using Microsoft.Playwright;

namespace NanoClaw.Admin.Tests;

/// <summary>A real Chromium without a window, for all tests; null where this machine has none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    private IPlaywright? _playwright;

    public IBrowser? Chromium { get; private set; }

    /// <summary>Where it was looked for.</summary>
    public static string Missing => $"No Chromium in CHROMIUM_PATH, {string.Join(", ", Places)}: apt-get install chromium.";

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named ? named : Places.FirstOrDefault(File.Exists);
        if (path is null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(60_000);

        // Root, as in a container, has no sandbox to start one from; what is opened here is ours alone.
        Chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Environment.UserName == "root" ? ["--no-sandbox"] : [] });
    }

    public async ValueTask DisposeAsync()
    {
        if (Chromium is not null)
        {
            await Chromium.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
