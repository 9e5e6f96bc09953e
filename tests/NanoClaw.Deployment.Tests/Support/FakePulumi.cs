using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.Deployment.Tests;

/// <summary>
/// A <c>pulumi</c> for the front of the search path: a real program that takes the CLI's words, keeps a stack's state in a folder,
/// notes every call with what it read, and fails or hangs where it is told to.
/// </summary>
public sealed class FakePulumi : IDisposable
{
    private const UnixFileMode Runnable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public FakePulumi()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script stands in for the Pulumi CLI.");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "FakePulumi", "pulumi.mjs"), Path.Combine(Folder, "pulumi.mjs"));
        File.WriteAllText(Executable, $"#!/bin/sh\nexec node '{Folder}/pulumi.mjs' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Executable, Runnable);
        }
    }

    /// <summary>Its folder: what a search path names.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("nanoclaw-pulumi-").FullName;

    public string Executable => Path.Combine(Folder, "pulumi");

    /// <summary>A search path with it at the front.</summary>
    public string SearchPath => $"{Folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";

    /// <summary>Every call so far.</summary>
    public IReadOnlyList<PulumiCall> Calls =>
        [
            .. Notes()
                .Where(note => note["args"] is not null)
                .Select(note => new PulumiCall((string)note["step"]!, [.. note["args"]!.AsArray().Select(arg => (string)arg!)], (string)note["input"]!)),
        ];

    /// <summary>Whether it has come to hang at a step, as it was told to.</summary>
    public bool HangsAt(string step, bool after = false) =>
        Notes().Any(note => (string?)note["hangs"] == step && (string?)note["at"] == (after ? "after" : "before"));

    /// <summary>Whether it was interrupted at a step.</summary>
    public bool WasInterruptedAt(string step) => Notes().Any(note => note["signal"] is not null && (string?)note["step"] == step);

    /// <summary>
    /// A stack's state: <c>outputs</c>, <c>config</c>, <c>resources</c>, and the <c>steps</c> of a preview. A value
    /// <c>{"secret": ...}</c> is secret.
    /// </summary>
    public JsonObject this[string stack]
    {
        get => JsonNode.Parse(File.ReadAllText(StackFile(stack)))!.AsObject();
        set
        {
            Directory.CreateDirectory(Path.Combine(Folder, "stacks"));
            File.WriteAllText(StackFile(stack), value.ToJsonString());
        }
    }

    /// <summary>Lets a step fail with the CLI's words, before it does anything or when all is done.</summary>
    public void Fail(string step, string message, bool after = false, int? times = null) =>
        Misbehave(
            step,
            new JsonObject
            {
                ["message"] = message,
                ["at"] = after ? "after" : "before",
                ["times"] = times,
            }
        );

    /// <summary>Lets a step never end, before it does anything or when all is done.</summary>
    public void Hang(string step, bool after = false) => Misbehave(step, new JsonObject { ["hang"] = true, ["at"] = after ? "after" : "before" });

    /// <summary>Nothing goes wrong any more.</summary>
    public void Behave() => File.Delete(Path.Combine(Folder, "faults.json"));

    /// <summary>
    /// Who is asked to deploy and to preview: it is posted <c>{step, stack, args, settings}</c>, and answers with what
    /// changes of the stack's state.
    /// </summary>
    public void DeployBy(Uri hook) => File.WriteAllText(Path.Combine(Folder, "hook.json"), new JsonObject { ["url"] = hook.ToString() }.ToJsonString());

    /// <summary>Who is logged in: nobody where the name is empty. With a salt, its stacks' secrets have a passphrase.</summary>
    public void LogIn(string user = "ada", string url = "file:///home/ada", string? salt = null)
    {
        var login = new JsonObject { ["user"] = user, ["url"] = url };
        if (salt is not null)
        {
            login["salt"] = salt;
        }

        File.WriteAllText(Path.Combine(Folder, "login.json"), login.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string StackFile(string stack) => Path.Combine(Folder, "stacks", $"{stack}.json");

    private void Misbehave(string step, JsonObject fault)
    {
        var file = Path.Combine(Folder, "faults.json");
        var faults = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : [];
        if (fault["times"] is null)
        {
            fault.Remove("times");
        }

        faults[step] = fault;
        File.WriteAllText(file, faults.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    private IEnumerable<JsonNode> Notes()
    {
        var file = Path.Combine(Folder, "calls.jsonl");

        // What a running call is just writing has no end yet.
        return File.Exists(file) ? File.ReadAllText(file).Split('\n')[..^1].Select(line => JsonNode.Parse(line)!) : [];
    }
}
