using NanoClaw.LocalCloud;

namespace NanoClaw.EndToEnd.Tests.Pictures;

/// <summary>
/// The pictures of the README are what the program shows. They are made anew by <c>NANOCLAW_PICTURES=write</c>; otherwise they
/// have to be what it would be now, but for numbers.
/// </summary>
public sealed class PictureTests
{
    private const int Columns = 80;

    private static readonly Dictionary<string, string> Terminal = new(StringComparer.Ordinal)
    {
        ["TERM"] = "xterm-256color",
        ["USER"] = "ann",
        ["HEALTH_PORT"] = "none",
        ["TZ"] = "UTC",
    };

    [Fact]
    public async Task The_picture_of_dev_shows_its_start_and_an_answer()
    {
        using var project = new TemporaryProject();
        await using var dev = NanoClawProcess.StartInTerminal(project.Folder, Terminal, "dev", "--port", "0");
        await dev.UntilAsync(() => Lines(dev).Any(line => line.StartsWith('>')));
        await TypeAsync(dev, "What can you do?");
        await dev.UntilAsync(() => Lines(dev).Count(line => line.StartsWith('>')) == 2);

        await IsCurrentAsync("dev", "nanoclaw dev: the start of the local cloud, a question, an answer of the demo model", dev);
    }

    [Fact]
    public async Task The_picture_of_chat_shows_a_question_and_a_task_that_is_made()
    {
        using var project = new TemporaryProject();
        await using var dev = NanoClawProcess.Start(project.Folder, "dev", "--json", "--port", "0");
        await dev.LineAsync();
        await using var chat = NanoClawProcess.StartInTerminal(project.Folder, Terminal, "chat");
        await chat.UntilAsync(() => Lines(chat).Any(line => line.StartsWith("main>", StringComparison.Ordinal)));
        await TypeAsync(chat, "Remind me of the plants");
        await chat.UntilAsync(() => IsDone(chat, "asked.)"));
        await TypeAsync(chat, "/tasks");
        await chat.UntilAsync(() => IsDone(chat, "active"));

        await IsCurrentAsync("chat", "nanoclaw chat: a question, its answer, and the tasks that there are", chat);
    }

    /// <summary>Types as a person does, who sees each letter: before the program reads keys, the terminal itself shows them.</summary>
    private static async Task TypeAsync(NanoClawProcess chat, string text)
    {
        for (var typed = 1; typed <= text.Length; typed++)
        {
            var soFar = text[..typed].TrimEnd();
            chat.Type(text[(typed - 1)..typed]);
            await chat.UntilAsync(() => Lines(chat).LastOrDefault("").EndsWith(soFar, StringComparison.Ordinal));
        }

        chat.Type("\r");
    }

    /// <summary>Whether it was said, and the prompt stands below it again.</summary>
    private static bool IsDone(NanoClawProcess chat, string words) =>
        Lines(chat).ToList() is { Count: > 0 } lines && lines[^1] == "main>" && lines.Exists(line => line.Contains(words, StringComparison.Ordinal));

    private static IEnumerable<string> Lines(NanoClawProcess process) => TerminalScreen.Of(process.Written, Columns).Lines;

    private static async Task IsCurrentAsync(string name, string title, NanoClawProcess process)
    {
        var screen = TerminalScreen.Of(process.Written, Columns);
        var file = Path.Combine(Path.GetDirectoryName(ProjectFolder.FindUpward("NanoClaw.sln"))!, "docs", "images", $"{name}.svg");
        if (Environment.GetEnvironmentVariable("NANOCLAW_PICTURES") == "write")
        {
            await File.WriteAllTextAsync(file, TerminalPicture.Of(title, screen, Columns), TestContext.Current.CancellationToken);
        }

        var kept = TerminalPicture.RowsOf(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.True(
            TerminalPicture.Structure(kept).SequenceEqual(TerminalPicture.Structure(screen.Lines), StringComparer.Ordinal),
            $"docs/images/{name}.svg shows what the program does not show any more. NANOCLAW_PICTURES=write dotnet test tests/NanoClaw.EndToEnd.Tests --filter PictureTests makes it anew. It shows now:\n{string.Join('\n', screen.Lines)}"
        );
    }
}
