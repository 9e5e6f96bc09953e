using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NanoClaw.Cost.Tests;

/// <summary>A real browser, if there is one: it opens a picture and tells what became of it.</summary>
internal static partial class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>What CHROMIUM_PATH names, else one on the search path.</summary>
    public static string? Path { get; } =
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(System.IO.Path.PathSeparator)
                .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);

    /// <summary>Opens a picture twice on one page: as elements, to measure, and as an image, to look at its pixels.</summary>
    public static async Task<JsonElement> OpenAsync(string svg, bool isDark, string limitColour, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("nanoclaw-chromium-");
        try
        {
            var page = System.IO.Path.Combine(folder.FullName, "page.html");
            await File.WriteAllTextAsync(page, Page(svg, limitColour), cancellationToken);
            var start = new ProcessStartInfo(Path!)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (
                var argument in new[]
                {
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    $"--user-data-dir={System.IO.Path.Combine(folder.FullName, "profile")}",
                    $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}",
                    "--virtual-time-budget=10000",
                    "--dump-dom",
                    new Uri(page).AbsoluteUri,
                }
            )
            {
                start.ArgumentList.Add(argument);
            }

            using var browser = Process.Start(start)!;
            var (output, error) = (browser.StandardOutput.ReadToEndAsync(cancellationToken), browser.StandardError.ReadToEndAsync(cancellationToken));
            await browser.WaitForExitAsync(cancellationToken);
            var told = Told().Match(await output);
            Assert.True(told.Success, $"The browser told nothing: {await error}");
            return JsonDocument.Parse(WebUtility.HtmlDecode(told.Groups["json"].Value)).RootElement;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Page(string svg, string limitColour) =>
        $$"""
            <!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><body>{{svg}}<pre id="out"></pre><script>
            const svg = document.querySelector('svg'), at = svg.getBoundingClientRect();
            const box = (e) => { const b = e.getBoundingClientRect(); return { x: b.x - at.x, y: b.y - at.y, width: b.width, height: b.height }; };
            const style = (id) => getComputedStyle(document.getElementById(id)).stroke;
            const image = new Image();
            image.src = 'data:image/svg+xml;base64,{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg))}}';
            image.decode().then(() => {
              const canvas = document.createElement('canvas');
              [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
              const on = canvas.getContext('2d');
              on.drawImage(image, 0, 0);
              const data = on.getImageData(0, 0, canvas.width, canvas.height).data;
              const [red, green, blue] = {{limitColour}};
              let limit = 0;
              for (let i = 0; i < data.length; i += 4) if (Math.abs(data[i] - red) + Math.abs(data[i + 1] - green) + Math.abs(data[i + 2] - blue) < 24) limit++;
              document.getElementById('out').textContent = JSON.stringify({
                width: at.width, height: at.height, corner: [...data.slice(0, 3)], limit,
                title: svg.querySelector('title').textContent, described: svg.getAttribute('aria-labelledby').split(' ').every((id) => svg.querySelector('#' + id)),
                stroke: { limit: style('limit'), saving: style('saving') },
                lines: { limit: box(document.getElementById('limit')), saving: box(document.getElementById('saving')), cloudflare: box(document.getElementById('cloudflare')) },
                texts: [...svg.querySelectorAll('text')].map((e) => ({ text: e.textContent, ...box(e) })),
              });
            });
            </script></body>
            """;

    [GeneratedRegex("""<pre id="out">(?<json>\{.*?\})</pre>""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5000)]
    private static partial Regex Told();
}
