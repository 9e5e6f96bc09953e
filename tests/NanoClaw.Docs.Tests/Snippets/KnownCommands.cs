using System.Text.Json;
using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>The programs that documents call, and what is looked at of what they are given: files, scripts, keys, our own options.</summary>
/// <param name="folder">Where they are typed.</param>
internal sealed partial class KnownCommands(string folder)
{
    private static readonly string[] OfTheMachine =
    [
        "cp",
        "rm",
        "ln",
        "mv",
        "mkdir",
        "export",
        "echo",
        "true",
        "git",
        "gh",
        "curl",
        "docker",
        "systemctl",
        "loginctl",
        "launchctl",
        "openssl",
        "jq",
        "journalctl",
    ];

    // Where the commands before have gone; null where that is no folder of this repository.
    private string? _folder = folder;

    public IEnumerable<string> Mistakes(string text) => ShellWords.Commands(text).SelectMany(words => Mistakes([.. words])).ToList();

    private IEnumerable<string> Mistakes(string[] words) =>
        words switch
        {
            ["sudo", "-u", _, .. var rest] => Mistakes(rest),
            ["sudo", .. var rest] => Mistakes(rest),
            ["cd", var folder] => Go(folder),
            ["nanoclaw" or "./nanoclaw" or "nanoclaw.cmd", .. var rest] => CliCheck.Mistakes(rest, isWhole: true),
            ["node", var script, ..] => There(script),
            ["npm", .. var rest] => Npm(rest),
            ["dotnet", .. var rest] => DotNet(rest),
            ["pulumi", .. var rest] => Pulumi(rest),
            ["just", .. var recipes] => recipes
                .Where(recipe =>
                    !recipe.StartsWith('-') && !Regex.IsMatch(Repository.Read("justfile"), $"^{recipe}( .*)?:", RegexOptions.Multiline, TimeSpan.FromSeconds(1))
                )
                .Select(recipe => $"the justfile has no recipe '{recipe}'"),
            ["eng/build.sh", var what, ..] => Regex.IsMatch(
                Repository.Read("eng/build.sh"),
                $@"^  (-h \| )?{what}\)",
                RegexOptions.Multiline,
                TimeSpan.FromSeconds(1)
            )
                ? []
                : [$"eng/build.sh has no '{what}'"],
            [var program, ..] when program.Contains('/', StringComparison.Ordinal) => There(program),
            [var program, ..] when OfTheMachine.Contains(program) => [],
            [var program, ..] => [$"nobody here knows '{program}'; where it is right, {nameof(KnownCommands)} is to be told"],
            _ => [],
        };

    private IEnumerable<string> Go(string folder)
    {
        _folder = _folder is null || folder.StartsWith('/') || folder.Contains('$', StringComparison.Ordinal) ? null : Path.Combine(_folder, folder);
        return _folder is null ? [] : There("");
    }

    private IEnumerable<string> There(string path) =>
        _folder is null
        || path.StartsWith("artifacts/", StringComparison.Ordinal)
        || path.StartsWith('/')
        || path.StartsWith('~')
        || path.Contains('$', StringComparison.Ordinal)
        || Path.Exists(Repository.PathTo(Path.Combine(_folder, path)))
            ? []
            : [$"there is no {Path.Combine(_folder, path)}"];

    private IEnumerable<string> Npm(string[] words) =>
        words switch
        {
            ["ci" or "i" or "install" or "sbom", ..] => There("package.json"),
            ["test", ..] => Script("test"),
            ["run", var script, ..] => Script(script),
            _ => [$"nobody here knows 'npm {string.Join(' ', words)}'"],
        };

    private IEnumerable<string> Script(string name)
    {
        if (_folder is null)
        {
            return [];
        }

        using var package = JsonDocument.Parse(Repository.Read(Path.Combine(_folder, "package.json")));
        return package.RootElement.GetProperty("scripts").TryGetProperty(name, out _) ? [] : [$"{_folder}/package.json has no script '{name}'"];
    }

    private IEnumerable<string> DotNet(string[] words)
    {
        if (words is not ["build" or "test" or "run" or "publish" or "pack" or "format" or "tool" or "add" or "new" or "stryker" or "--list-runtimes", ..])
        {
            return [$"nobody here knows 'dotnet {string.Join(' ', words)}'"];
        }

        var projects = words.Index().Where(word => word.Item == "--project").Select(word => words[word.Index + 1]);
        var first = words is ["build" or "test" or "publish" or "pack" or "format", var path, ..] && !path.StartsWith('-') ? path : null;
        return projects.Append(first).OfType<string>().SelectMany(There);
    }

    private static IEnumerable<string> Pulumi(string[] words)
    {
        if (words is not ["up" or "preview" or "refresh" or "destroy" or "login" or "import" or "stack" or "config" or "state", ..])
        {
            return [$"nobody here knows 'pulumi {string.Join(' ', words)}'"];
        }

        var key = words is ["config", "set" or "rm", ..] ? words.Skip(2).FirstOrDefault(word => !word.StartsWith('-')) : null;
        key = key is null ? null : Index().Replace(key[(key.IndexOf(':') + 1)..], "");
        return key is null || SettingKeys.Find(key) is not null ? [] : [$"no stack has the setting '{key}'"];
    }

    [GeneratedRegex(@"\[.*$", RegexOptions.None, 1000)]
    private static partial Regex Index();
}
