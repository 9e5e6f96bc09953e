using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>Keeps the seed of a stack's values, so that a second start has the tokens and ids of the first.</summary>
internal static class ProviderState
{
    private const string Seed = "seed";
    private const string Created = "created";

    public static ProviderValues Open(StateFolder folder, TimeProvider time)
    {
        if (Read(folder.ProviderStateFile) is { } values)
        {
            return values;
        }

        var seed = RandomNumberGenerator.GetBytes(32);
        var created = time.GetUtcNow();
        var state = new JsonObject { [Seed] = Convert.ToBase64String(seed), [Created] = created.ToString("O", CultureInfo.InvariantCulture) };
        PrivateFile.Write(folder.ProviderStateFile, state.ToJsonString() + "\n");
        return new ProviderValues(seed, created);
    }

    private static ProviderValues? Read(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var state = JsonNode.Parse(File.ReadAllText(file))!;
            return new ProviderValues(
                Convert.FromBase64String(state[Seed]!.GetValue<string>()),
                DateTimeOffset.Parse(state[Created]!.GetValue<string>(), CultureInfo.InvariantCulture)
            );
        }
        catch (Exception exception)
            when (exception is JsonException or FormatException or NullReferenceException or InvalidOperationException or ArgumentException)
        {
            throw new LocalCloudException($"{file} is damaged. Start afresh, with new tokens and without the old sessions: nanoclaw dev --reset.", exception);
        }
    }
}
