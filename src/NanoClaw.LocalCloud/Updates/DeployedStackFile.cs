using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>A deployed stack as a file, to compare with later.</summary>
public static class DeployedStackFile
{
    // Raised when the form changes, or the values that the local providers make: what was kept before can't be compared then.
    private const int CurrentForm = 1;

    /// <summary>The stack as text.</summary>
    public static string Write(DeployedStack stack) => JsonSerializer.Serialize(new Kept(CurrentForm, stack), DeployedStackJson.Default.Kept) + "\n";

    /// <summary>Reads the text of <see cref="Write"/>, or what <c>nanoclaw preview --json</c> printed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What to call it in an error.</param>
    /// <exception cref="LocalCloudException">It is neither.</exception>
    public static DeployedStack Read(string text, string source)
    {
        try
        {
            var node = JsonNode.Parse(text) as JsonObject;
            if (node is { } printed && printed.ContainsKey("steps"))
            {
                return PrintedPlan.Read(printed);
            }

            var kept = node.Deserialize(DeployedStackJson.Default.Kept);
            return kept switch
            {
                { Form: CurrentForm, Stack: { } stack } => stack,
                { Form: > 0 } => throw new LocalCloudException(
                    $"{source} was kept by another version of nanoclaw. Keep it anew: nanoclaw preview --stack STACK --out FILE, from a working copy of the revision that is deployed."
                ),
                _ => throw Wrong(source, inner: null),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw Wrong(source, exception);
        }
    }

    private static LocalCloudException Wrong(string source, Exception? inner)
    {
        var message = $"{source} holds no plan. It is a file that 'nanoclaw preview --out' wrote.";
        return inner is null ? new LocalCloudException(message) : new LocalCloudException(message, inner);
    }

    /// <summary>The file: a form and the stack.</summary>
    internal sealed record Kept(int Form, DeployedStack? Stack);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    WriteIndented = true
)]
[JsonSerializable(typeof(DeployedStackFile.Kept))]
internal sealed partial class DeployedStackJson : JsonSerializerContext;
