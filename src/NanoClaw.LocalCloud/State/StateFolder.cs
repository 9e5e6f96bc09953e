namespace NanoClaw.LocalCloud;

/// <summary>Where the local cloud keeps what outlives a start: one folder a stack, for its owner alone, never in git.</summary>
public sealed class StateFolder
{
    private const string FolderName = ".nanoclaw";

    private StateFolder(string root, string stack)
    {
        Root = root;
        Stack = stack;
        Folder = Path.Combine(root, stack);
    }

    /// <summary>The <c>.nanoclaw</c> folder itself.</summary>
    public string Root { get; }

    /// <summary>The stack whose state this is.</summary>
    public string Stack { get; }

    /// <summary>The stack's own folder.</summary>
    public string Folder { get; }

    /// <summary>The outputs, in the shape of <c>pulumi stack output --json</c>.</summary>
    public string OutputsFile => Path.Combine(Folder, "outputs.json");

    /// <summary>What the providers made: ids, tokens, random bytes.</summary>
    public string ProviderStateFile => Path.Combine(Folder, "state.json");

    /// <summary>Settings that were changed while the cloud ran.</summary>
    public string AppliedSettingsFile => Path.Combine(Folder, "settings.json");

    /// <summary>The configuration of a NanoClaw process that uses this cloud.</summary>
    public string AgentConfigurationFile => Path.Combine(Folder, "agent.env");

    /// <summary>The development certificate and its authority.</summary>
    public string CertificateFolder => Path.Combine(Folder, "certificate");

    /// <summary>The Worker as workerd reads it, written anew at each start.</summary>
    public string WorkerFolder => Path.Combine(Folder, "worker");

    /// <summary>The Durable Objects' databases: groups' sessions and runs.</summary>
    public string DurableObjectsFolder => Path.Combine(Folder, "durable-objects");

    /// <summary>The objects of declared buckets.</summary>
    public string BucketsFolder => Path.Combine(Folder, "buckets");

    /// <summary>The state of one stack under a project's folder; nothing is created yet.</summary>
    /// <param name="projectFolder">The folder that holds, or will hold, <c>.nanoclaw</c>.</param>
    /// <param name="stack">The stack's name.</param>
    public static StateFolder Of(string projectFolder, string stack) =>
        StackName.IsValid(stack)
            ? new StateFolder(Path.Combine(Path.GetFullPath(projectFolder), FolderName), stack)
            : throw new LocalCloudException(
                $"'{stack}' is not a stack's name: letters, digits, '-', '_' and '.', at most 100, beginning with a letter or digit."
            );

    /// <summary>Makes the folders, closed to others, and tells git to leave them alone.</summary>
    public void Create()
    {
        PrivateFile.CreateFolder(Root);
        PrivateFile.CreateFolder(Folder);
        var ignore = Path.Combine(Root, ".gitignore");
        if (!File.Exists(ignore))
        {
            PrivateFile.Write(ignore, "*\n");
        }
    }

    /// <summary>Holds the state for this process until disposed.</summary>
    /// <exception cref="LocalCloudException">Another process holds it.</exception>
    public IDisposable Lock()
    {
        Create();
        try
        {
            return PrivateFile.OpenAlone(Path.Combine(Folder, "lock"));
        }
        catch (IOException exception)
        {
            throw new LocalCloudException(
                $"Another 'nanoclaw dev' is using the local cloud '{Stack}' ({Folder}). Stop it first, or talk to it with 'nanoclaw ask'.",
                exception
            );
        }
    }

    /// <summary>Forgets sessions, tokens and certificate. The caller holds the lock, which stays.</summary>
    public void Forget()
    {
        foreach (var folder in Directory.EnumerateDirectories(Folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(Folder).Where(f => Path.GetFileName(f) != "lock"))
        {
            File.Delete(file);
        }
    }
}
