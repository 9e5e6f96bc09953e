using System.Text.Json.Serialization;
using NanoClaw.Terminal.Output;
using NanoClaw.Verification;

namespace NanoClaw.Cli.Verifying;

/// <summary>Every check there is.</summary>
internal static class VerificationList
{
    public static void Write(CliContext context, bool json)
    {
        if (json)
        {
            var entries = VerificationPlan.All.Select(c => new VerificationListEntry(c.Id, c.Name, c.Stakes.Wrong, c.Stakes.Cure)).ToArray();
            context.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(entries, VerificationListJson.Default.VerificationListEntryArray));
            return;
        }

        var table = new TextTable("ID", "CHECK");
        foreach (var check in VerificationPlan.All)
        {
            table.Add(check.Id, check.Name);
        }

        table.Write(context);
    }
}

internal sealed record VerificationListEntry(string Id, string Name, string Wrong, string Cure);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(VerificationListEntry[]))]
internal sealed partial class VerificationListJson : JsonSerializerContext;
