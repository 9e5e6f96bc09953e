using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pulumi.StandIn.Generator.Declarations;

/// <summary>Reads a provider's npm package: the declarations for names and types, the JavaScript for tokens and secrets.</summary>
internal static partial class PackageReader
{
    private const int MatchTimeout = 10_000;

    // Folders that hold no resources, or programs that the package runs itself.
    private static readonly string[] NoModules = ["types", "config", "scripts", "node_modules", "tests"];

    public static Provider Read(ProviderPackage package, string nodeModules)
    {
        var root = Path.Combine(nodeModules, package.Npm.Replace('/', Path.DirectorySeparatorChar));
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "package.json")));
        var modules = Directory.GetDirectories(root).Select(d => Path.GetFileName(d)!).Except(NoModules).Order(StringComparer.Ordinal);
        var resources = modules
            .Prepend("")
            .SelectMany(module =>
                Directory
                    .GetFiles(Path.Combine(root, module), "*.d.ts")
                    .Order(StringComparer.Ordinal)
                    .Where(f => Path.GetFileName(f) is not ("index.d.ts" or "utilities.d.ts"))
                    .SelectMany(file => ReadResources(package, module, file))
            )
            .ToList();
        return new Provider(
            package,
            manifest.RootElement.GetProperty("version").GetString()!,
            resources,
            ReadTypes(Path.Combine(root, "types", "input.d.ts")),
            ReadTypes(Path.Combine(root, "types", "output.d.ts")),
            ReadEnums(Path.Combine(root, "types", "enums"))
        );
    }

    private static IEnumerable<ResourceClass> ReadResources(ProviderPackage package, string module, string file)
    {
        var declarations = DeclarationFile.Read(file);
        foreach (var (name, outputs, argsRequired) in declarations.Classes)
        {
            var args =
                declarations.Interfaces.Find(i => i.Name == name + "Args")
                ?? throw new DeclarationException(file, 1, $"'{name}Args' isn't declared beside '{name}'");
            var script = File.ReadAllText(file[..^".d.ts".Length] + ".js");
            var isProvider = name == "Provider";
            var implementation = ReadImplementation(script, file, isProvider ? $"pulumi:providers:{package.Name}" : null);
            yield return new ResourceClass(
                module,
                name,
                implementation.Token,
                isProvider,
                args.Members,
                outputs,
                argsRequired,
                declarations.Interfaces.Exists(i => i.Name == name + "State"),
                implementation,
                file
            );
        }
    }

    private static ResourceImplementation ReadImplementation(string script, string file, string? providerToken)
    {
        var token = TypeToken().Match(script);
        return !token.Success
            ? throw new DeclarationException(file, 1, "the JavaScript beside it names no __pulumiType")
            : new ResourceImplementation(
                providerToken ?? token.Groups["text"].Value,
                ReadNames(SecretOutputs(), script),
                SecretInput().Matches(script).Select(m => m.Groups["text"].Value).ToHashSet(StringComparer.Ordinal),
                ReadNames(ReplaceOnChanges(), script),
                [.. AliasType().Matches(Aliases().Match(script).Value).Select(m => m.Groups["text"].Value)]
            );
    }

    private static List<string> ReadNames(Regex list, string script) =>
        [.. QuotedName().Matches(list.Match(script).Groups["text"].Value).Select(m => m.Groups["text"].Value)];

    private static Dictionary<string, StructuredType> ReadTypes(string file) =>
        File.Exists(file) ? DeclarationFile.Read(file).Interfaces.ToDictionary(i => Key(i.Module, i.Name), StringComparer.Ordinal) : [];

    private static Dictionary<string, EnumType> ReadEnums(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return Directory
            .GetFiles(folder, "index.d.ts", SearchOption.AllDirectories)
            .SelectMany(file =>
                DeclarationFile
                    .Read(file)
                    .Enums.Select(e =>
                        e with
                        {
                            Module = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!).Replace('\\', '.').Replace('/', '.').Trim('.'),
                        }
                    )
            )
            .ToDictionary(e => Key(e.Module, e.Name), StringComparer.Ordinal);
    }

    private static string Key(string module, string name) => module.Length == 0 ? name : $"{module}.{name}";

    [GeneratedRegex(@"__pulumiType = '(?<text>[^']+)'", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex TypeToken();

    [GeneratedRegex(@"additionalSecretOutputs: \[(?<text>[^\]]*)\]", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex SecretOutputs();

    [GeneratedRegex(@"replaceOnChanges: \[(?<text>[^\]]*)\]", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex ReplaceOnChanges();

    [GeneratedRegex(@"resourceInputs\[""(?<text>\w+)""\] = [^;\n]*pulumi\.secret\(", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex SecretInput();

    [GeneratedRegex(@"aliases: \[(?<text>.*)\]", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Aliases();

    [GeneratedRegex(@"type: ""(?<text>[^""]+)""", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex AliasType();

    [GeneratedRegex(@"""(?<text>[^""]+)""", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex QuotedName();
}
