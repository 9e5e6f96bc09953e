namespace NanoClaw.EndToEnd.Tests;

/// <summary>The local cloud in a process of its own, with a model's API on this machine, for the tests of one class.</summary>
public sealed class DevCloud : IAsyncLifetime
{
    private readonly TemporaryProject _project = new();
    private NanoClawProcess? _dev;
    private int _stores;

    internal ModelServer Model { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Model = await ModelServer.StartAsync();
        _dev = NanoClawProcess.Start(
            _project.Folder,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ANTHROPIC_API_KEY"] = ModelServer.Key, ["ANTHROPIC_BASE_URL"] = Model.Address },
            "dev",
            "--json",
            "--port",
            "0"
        );
        await _dev.LineAsync();
    }

    /// <summary>A folder for a store that no other test has.</summary>
    public string NewStore() => Path.Combine(_project.Folder, $"store-{Interlocked.Increment(ref _stores)}");

    /// <summary>A command beside the cloud, with a store.</summary>
    internal NanoClawProcess Start(string store, params string[] args) => Start(store, [], args);

    internal NanoClawProcess Start(string store, (string Key, string Value)[] settings, params string[] args) =>
        NanoClawProcess.Start(_project.Folder, Environment(store, settings), args);

    /// <summary>The same at a terminal.</summary>
    internal NanoClawProcess StartInTerminal(string store, string terminal, params string[] args) =>
        NanoClawProcess.StartInTerminal(_project.Folder, Environment(store, [("TERM", terminal), ("USER", "ann")]), args);

    /// <summary>The same in a line of a shell, in which <c>{0}</c> is the program.</summary>
    internal NanoClawProcess StartInShell(string store, string line) => NanoClawProcess.StartInShell(_project.Folder, Environment(store, []), line);

    private static Dictionary<string, string> Environment(string store, (string Key, string Value)[] settings)
    {
        var environment = settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal);
        environment["STORE_DIR"] = store;
        environment.TryAdd("HEALTH_PORT", "none");
        return environment;
    }

    public async ValueTask DisposeAsync()
    {
        if (_dev is not null)
        {
            await _dev.DisposeAsync();
        }

        await Model.DisposeAsync();
        _project.Dispose();
    }
}
