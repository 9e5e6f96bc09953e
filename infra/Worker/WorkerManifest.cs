using System.Text.Json.Serialization;

namespace NanoClaw.Infra.Worker;

/// <summary>What the Worker's build says about its bundles; the Worker's own configuration is its one source.</summary>
public sealed record WorkerManifest
{
    /// <summary>What the module is called where it is deployed, whichever of the bundles it is.</summary>
    public required string MainModule { get; init; }

    /// <summary>The bundles, the smallest first.</summary>
    public required IReadOnlyList<WorkerModule> Modules { get; init; }

    /// <summary>The Worker before the agent's.</summary>
    public required SideModule Front { get; init; }

    /// <summary>The Worker of the admin page.</summary>
    public required SideModule Admin { get; init; }

    public required string CompatibilityDate { get; init; }

    public IReadOnlyList<string> CompatibilityFlags { get; init; } = [];

    public required IReadOnlyList<DurableObjectBinding> DurableObjects { get; init; }

    /// <summary>Every migration there ever was, oldest first.</summary>
    public required IReadOnlyList<DurableObjectMigration> Migrations { get; init; }
}

/// <summary>The Worker in one file, with what some of the model providers need.</summary>
/// <param name="File">Its name beside the manifest.</param>
/// <param name="Sha256">In lower-case hexadecimal.</param>
/// <param name="Providers">Those that it can speak to.</param>
/// <param name="InOrder">Whether it asks several models in order.</param>
public sealed record WorkerModule(string File, string Sha256, IReadOnlyList<string> Providers, bool InOrder)
{
    /// <summary>Whether it can ask these models, told by their providers.</summary>
    public bool CanAsk(IReadOnlyCollection<string> providers) => providers.All(Providers.Contains) && (InOrder || providers.Count <= 1);
}

/// <summary>A Worker beside the agent's, in one file, alike for every stack.</summary>
/// <param name="MainModule">What the module is called where it is deployed.</param>
/// <param name="File">Its name beside the manifest.</param>
/// <param name="Sha256">In lower-case hexadecimal.</param>
public sealed record SideModule(string MainModule, string File, string Sha256);

/// <summary>A Durable Object class of the Worker and the name it is bound to.</summary>
public sealed record DurableObjectBinding(string Binding, string ClassName);

/// <summary>One step of the Durable Objects' history.</summary>
public sealed record DurableObjectMigration(string Tag, IReadOnlyList<string> NewSqliteClasses);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkerManifest))]
internal sealed partial class WorkerManifestJson : JsonSerializerContext;
