using System.Text;

namespace NanoClaw.LocalCloud;

/// <summary>
/// A declared Worker in workerd's own terms: a Cap'n Proto text, the modules it embeds, and the secrets, which travel in
/// the process's environment and are in no file.
/// </summary>
public sealed class WorkerdConfiguration
{
    /// <summary>The request header by which the edge tells the Worker the client's scheme.</summary>
    public const string ForwardedProtoHeader = "X-Forwarded-Proto";

    /// <summary>The name of the file that workerd is started with.</summary>
    public const string FileName = "config.capnp";

    private const string RateLimitModule = "nanoclaw-internal:rate-limit";

    /// <summary>Of this machine alone, before the declared main module: they are no part of what is deployed.</summary>
    private const string EntryModule = "nanoclaw-local-entry.js";
    private const string StorageModule = "nanoclaw-bounded-storage.js";

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly List<string> _notReproduced = [];

    private WorkerdConfiguration() { }

    /// <summary>The secrets, by the environment variable that workerd reads them from.</summary>
    public IReadOnlyDictionary<string, string> Environment => _environment;

    /// <summary>The declared bindings that this machine cannot give, each with its reason.</summary>
    public IReadOnlyList<string> NotReproduced => _notReproduced;

    /// <summary>The Workers' sockets by their scripts, the agent's first; where they listen is said at workerd's start.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sockets { get; private init; } = [];

    /// <summary>The Cap'n Proto text.</summary>
    public string Text => _files[FileName];

    /// <summary>Translates a Worker.</summary>
    /// <param name="worker">The agent's.</param>
    /// <param name="surroundings">What it has around it.</param>
    /// <param name="beside">Those that use its objects.</param>
    public static WorkerdConfiguration Of(DeclaredWorker worker, WorkerdSurroundings surroundings, params IReadOnlyList<DeclaredWorker> beside)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(surroundings);
        ArgumentNullException.ThrowIfNull(beside);
        var configuration = new WorkerdConfiguration
        {
            Sockets = [.. beside.Prepend(worker).Select((it, index) => KeyValuePair.Create(it.ScriptName, index == 0 ? "http" : $"http-{index}"))],
        };
        configuration._files["worker.js"] = worker.Content;
        configuration._files["entry.js"] = Entry(worker);
        configuration._files["bounded-storage.js"] = EmbeddedText.Read("bounded-storage.js");
        configuration._files["rate-limit.js"] = EmbeddedText.Read("rate-limit.js");
        configuration._files["outbound.js"] = EmbeddedText.Read("outbound.js");
        configuration._files["bucket.js"] = EmbeddedText.Read("bucket.js");
        foreach (var (index, other) in beside.Index())
        {
            configuration._files[BesideFile(index)] = other.Content;
        }

        configuration._files[FileName] = configuration.Write(worker, surroundings, beside);
        return configuration;
    }

    /// <summary>Writes the files into a folder.</summary>
    public void Save(string folder)
    {
        foreach (var (name, text) in _files)
        {
            PrivateFile.Write(Path.Combine(folder, name), text);
        }
    }

    private string Write(DeclaredWorker worker, WorkerdSurroundings surroundings, IReadOnlyList<DeclaredWorker> beside)
    {
        var bindings = worker.Bindings.Select(b => Binding(b, worker)).OfType<string>().ToArray();
        DeclaredWorker[] all = [worker, .. beside];
        var classes = worker
            .Bindings.Where(b => b.Type == "durable_object_namespace")
            .Select(b => b.ClassName)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
        var namespaces = classes.Select(c =>
            $"(className = {CapnpText.Quote(c)}, uniqueKey = {CapnpText.Quote($"{worker.ScriptName}-{c}")}, enableSql = {CapnpText.Bool(worker.SqliteClasses.Contains(c))})"
        );
        return $"""
            using Workerd = import "/workerd/workerd.capnp";

            const config :Workerd.Config = (
              services = [
                (name = "worker", worker = (
                  modules = [
                    (name = "{EntryModule}", esModule = embed "entry.js"),
                    (name = "{StorageModule}", esModule = embed "bounded-storage.js"),
                    (name = {CapnpText.Quote(worker.MainModule)}, esModule = embed "worker.js"),
                  ],
                  compatibilityDate = {CapnpText.Quote(worker.CompatibilityDate)},
                  compatibilityFlags = {CapnpText.List(worker.CompatibilityFlags.Select(CapnpText.Quote))},
                  bindings = {CapnpText.List(bindings)},
                  durableObjectNamespaces = {CapnpText.List(namespaces)},
                  durableObjectStorage = (localDisk = "durable-objects"),
                  globalOutbound = "outbound",
                )),
                (name = "durable-objects", disk = (path = {CapnpText.Quote(surroundings.DurableObjectsFolder)}, writable = true)),
            {Beside(worker, beside)}{Buckets(all, surroundings)}{Outbound(all, surroundings)}
              ],
              sockets = {CapnpText.List(
                Sockets.Select(
                    (socket, index) =>
                        $"(name = \"{socket.Value}\", http = (forwardedProtoHeader = \"{ForwardedProtoHeader}\"), service = \"{ServiceName(index)}\")"
                )
            )},
              extensions = [(modules = [(name = "{RateLimitModule}", esModule = embed "rate-limit.js", internal = true)])],
            );

            """;
    }

    // The declared Worker, with Cloudflare's bounds on its objects' storage, which workerd alone does not keep.
    private static string Entry(DeclaredWorker worker)
    {
        // Its escapes are those of JavaScript's strings too.
        var main = CapnpText.Quote($"./{worker.MainModule}");
        var classes = worker.Bindings.Select(b => b.ClassName).OfType<string>().Where(worker.SqliteClasses.Contains).Distinct(StringComparer.Ordinal);
        return $$"""
            import * as worker from {{main}};
            import { bound } from "./{{StorageModule}}";
            export * from {{main}};
            export { default } from {{main}};
            {{string.Join(
                '\n',
                classes.Select(name => $"export class {name} extends worker.{name} {{ constructor(ctx, env) {{ bound(ctx.storage); super(ctx, env); }} }}")
            )}}

            """;
    }

    // They have the agent's objects, call each other, and have its way out.
    private string Beside(DeclaredWorker agent, IReadOnlyList<DeclaredWorker> beside)
    {
        var services = new StringBuilder();
        foreach (var (index, worker) in beside.Index())
        {
            if (
                worker.Bindings.FirstOrDefault(b => (b.ScriptName is { } its && its != agent.ScriptName) || (b.Service is { } called && Place(called) < 0)) is
                { } stray
            )
            {
                throw new LocalCloudException(
                    $"The binding '{stray.Name}' of the Worker '{worker.ScriptName}' is of a Worker that this stack does not declare."
                );
            }

            services.AppendLine(
                $"""
                    (name = "{ServiceName(index + 1)}", worker = (
                      modules = [(name = {CapnpText.Quote(worker.MainModule)}, esModule = embed "{BesideFile(index)}")],
                      compatibilityDate = {CapnpText.Quote(worker.CompatibilityDate)},
                      compatibilityFlags = {CapnpText.List(worker.CompatibilityFlags.Select(CapnpText.Quote))},
                      bindings = {CapnpText.List(worker.Bindings.Select(b => Binding(b, worker)).OfType<string>())},
                      globalOutbound = "outbound",
                    )),
                """
            );
        }

        return services.ToString();
    }

    private int Place(string script) => Sockets.Select(socket => socket.Key).ToList().IndexOf(script);

    private static string ServiceName(int index) => index == 0 ? "worker" : $"worker-{index}";

    private static string BesideFile(int index) => $"worker-{index + 1}.js";

    // Each bucket is a Worker of its own, with its objects in a database that outlives the sessions'.
    private static string Buckets(DeclaredWorker[] workers, WorkerdSurroundings surroundings)
    {
        var names = workers
            .SelectMany(worker => worker.Bindings)
            .Where(b => b.Type == "r2_bucket")
            .Select(b => b.BucketName)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        if (names.Length == 0)
        {
            return "";
        }

        var folder = surroundings.BucketsFolder ?? throw new LocalCloudException("A bucket is declared, and there is no folder for its objects.");
        var services = new StringBuilder();
        services.AppendLine($"    (name = \"buckets\", disk = (path = {CapnpText.Quote(folder)}, writable = true)),");
        foreach (var name in names)
        {
            services.AppendLine(
                $"""
                    (name = {CapnpText.Quote(BucketService(name))}, worker = (
                      modules = [(name = "bucket.js", esModule = embed "bucket.js")],
                      compatibilityDate = {CapnpText.Quote(workers[0].CompatibilityDate)},
                      bindings = [(name = "BUCKET", durableObjectNamespace = "Bucket")],
                      durableObjectNamespaces = [(className = "Bucket", uniqueKey = {CapnpText.Quote(BucketService(name))}, enableSql = true)],
                      durableObjectStorage = (localDisk = "buckets"),
                    )),
                """
            );
        }

        return services.ToString();
    }

    private static string BucketService(string name) => $"bucket-{name}";

    private static IEnumerable<string> ModelAddresses(DeclaredWorker worker)
    {
        foreach (var name in (string[])["MODEL_BASE_URL", "MODEL_2_BASE_URL", "MODEL_3_BASE_URL", "MODEL_4_BASE_URL"])
        {
            if (Uri.TryCreate(worker.PlainText(name), UriKind.Absolute, out var address))
            {
                yield return address.GetLeftPart(UriPartial.Path);
            }
        }
    }

    // Calls leave through a small router: the Access team's keys come from the local edge, calls of the declared models'
    // APIs may be to this machine or its network, and everything else reaches public addresses only.
    private static string Outbound(DeclaredWorker[] workers, WorkerdSurroundings surroundings)
    {
        var bindings = new List<string>
        {
            TextBinding(
                "accessTeam",
                surroundings.EdgeAddress is null ? "" : workers.Select(worker => worker.PlainText("ACCESS_TEAM_DOMAIN")).OfType<string>().FirstOrDefault() ?? ""
            ),
            TextBinding("modelBaseUrls", string.Join(' ', ModelAddresses(workers[0]))),
            """(name = "internet", service = "internet")""",
            """(name = "model", service = "model")""",
        };
        var services = new StringBuilder();
        if (surroundings.EdgeAddress is { } edge)
        {
            bindings.Add("""(name = "edge", service = "edge")""");
            services.AppendLine($"    (name = \"edge\", external = (address = {CapnpText.Quote(edge)}, http = ())),");
        }

        var internet = surroundings.Web is { } web
            ? $"external = (address = {CapnpText.Quote(web)}, http = (forwardedProtoHeader = {CapnpText.Quote(ForwardedProtoHeader)}))"
            : """network = (allow = ["public"], tlsOptions = (trustBrowserCas = true))""";
        services.AppendLine(
            $"""
                (name = "internet", {internet}),
                (name = "model", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
                (name = "outbound", worker = (
                  modules = [(name = "outbound.js", esModule = embed "outbound.js")],
                  compatibilityDate = {CapnpText.Quote(workers[0].CompatibilityDate)},
                  bindings = {CapnpText.List(bindings)},
                  globalOutbound = "internet",
                )),
            """
        );
        return services.ToString().TrimEnd();
    }

    private string? Binding(WorkerBinding binding, DeclaredWorker worker)
    {
        switch (binding.Type)
        {
            case "plain_text":
                return TextBinding(binding.Name, binding.Text ?? "");
            case "secret_text":
                var variable = $"NANOCLAW_SECRET_{_environment.Count}";
                _environment[variable] = binding.Text ?? "";
                return $"(name = {CapnpText.Quote(binding.Name)}, fromEnvironment = \"{variable}\")";
            case "durable_object_namespace" when binding is { ClassName: { } itsClass, ScriptName: not null }:
                return $"(name = {CapnpText.Quote(binding.Name)}, durableObjectNamespace = (className = {CapnpText.Quote(itsClass)}, serviceName = \"{ServiceName(0)}\"))";
            case "service" when binding.Service is { } called:
                return $"(name = {CapnpText.Quote(binding.Name)}, service = \"{ServiceName(Place(called))}\")";
            case "durable_object_namespace" when binding.ClassName is { } className:
                return $"(name = {CapnpText.Quote(binding.Name)}, durableObjectNamespace = {CapnpText.Quote(className)})";
            case "ratelimit" when binding is { NamespaceId: { } id, Limit: { } limit, PeriodSeconds: { } period }:
                return $"(name = {CapnpText.Quote(binding.Name)}, wrapped = (moduleName = \"{RateLimitModule}\", innerBindings = [{TextBinding("namespaceId", id)}, (name = \"limit\", json = \"{limit}\"), (name = \"periodSeconds\", json = \"{period}\")]))";
            case "r2_bucket" when binding.BucketName is { } bucket:
                return $"(name = {CapnpText.Quote(binding.Name)}, r2Bucket = {CapnpText.Quote(BucketService(bucket))})";
            case "durable_object_namespace" or "ratelimit" or "r2_bucket":
                throw new LocalCloudException(
                    $"The binding '{binding.Name}' of the Worker '{worker.ScriptName}' ({binding.Type}) is declared without all that it needs."
                );
            default:
                _notReproduced.Add($"Worker binding {binding.Name} ({binding.Type}): this machine has no such service, so the agent runs without it.");
                return null;
        }
    }

    private static string TextBinding(string name, string value) => $"(name = {CapnpText.Quote(name)}, text = {CapnpText.Quote(value)})";
}
