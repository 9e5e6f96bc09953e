using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NanoClaw.Cli.Output;

/// <summary>Writes what <c>--json</c> prints.</summary>
internal static class JsonOutput
{
    private static readonly AdministrationJson Indented = new(Options(indented: true));
    private static readonly AdministrationJson OneLine = new(Options(indented: false));

    /// <summary>One value, indented for people who look at it as well.</summary>
    public static void Write<T>(CliContext context, T value, Func<AdministrationJson, JsonTypeInfo<T>> type) =>
        context.Verbatim.WriteLine(JsonSerializer.Serialize(value, type(Indented)));

    /// <summary>One value of a stream, on one line.</summary>
    public static void WriteLine<T>(CliContext context, T value, Func<AdministrationJson, JsonTypeInfo<T>> type) =>
        context.Verbatim.WriteLine(JsonSerializer.Serialize(value, type(OneLine)));

    // Letters stay as they are; control characters are escaped all the same.
    private static JsonSerializerOptions Options(bool indented) =>
        new(AdministrationJson.Default.Options) { WriteIndented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
