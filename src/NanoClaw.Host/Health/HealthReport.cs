using System.Text.Json;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Health;

/// <summary>What <c>/healthz</c> says.</summary>
internal sealed class HealthReport(
    Assistant assistant,
    IStore store,
    TimeProvider time,
    ICredentialVersionSource? credentials,
    IBackupStateSource? backups,
    ProgramBuild? build
)
{
    private readonly StoreProbe _probe = new(store, time);

    /// <summary>Looks at everything, and writes the answer.</summary>
    /// <returns>False where the store fails: then nobody is served.</returns>
    public async Task<bool> WriteAsync(Utf8JsonWriter json, CancellationToken cancellationToken)
    {
        StoreFailure? failure = null;
        BudgetState? budget = null;
        int? held = null;
        try
        {
            await _probe.WriteAsync(cancellationToken);
            budget = (await assistant.Budget.GetAsync(cancellationToken)).State;
            held = (await store.Effects.ListOpenAsync(cancellationToken)).Count(effect => effect.ExpiresAt > time.GetUtcNow());
        }
        catch (StoreException exception)
        {
            failure = exception.Failure;
        }

        var channels = assistant.Channels.Select(channel => (channel.Name, Status: assistant.StatusOf(channel))).ToList();
        var isFailing = failure is not null || channels.Exists(channel => channel.Status.State is ChannelState.NotKeeping);
        var isDegraded = channels.Exists(channel => channel.Status.State is ChannelState.SignedOut) || assistant.Outages is not { Whole: null, Chats.Count: 0 };
        var backup = backups?.Read();
        isDegraded |= backup?.Failure is not null;
        var depth = assistant.Queue.Depth;
        json.WriteStartObject();
        json.WriteString(
            "status",
            isFailing ? "failing"
                : isDegraded ? "degraded"
                : "ok"
        );
        json.WriteString("version", build?.Version);
        json.WriteString("commit", build?.Commit);
        json.WriteNumber("processId", Environment.ProcessId);
        json.WriteString("startedAt", assistant.StartedAt);
        json.WriteString("store", Word(failure) ?? "ok");
        json.WriteString("budget", Word(budget));
        json.WritePropertyName("limits");
        JsonSerializer.Serialize(json, ProcessLimits.Of(assistant.Options), ProcessLimitsJson.Default.ProcessLimits);
        WriteAgent(json);
        if (backup is not null)
        {
            json.WriteStartObject("backup");
            json.WriteString("lastGoodAt", backup.LastGoodAt?.ToString("O"));
            json.WriteString("failure", backup.Failure);
            json.WriteEndObject();
        }

        json.WriteNumber("running", depth.Running);
        json.WriteNumber("waiting", depth.Waiting);
        json.WriteNumber("backingOff", depth.BackingOff);
        Write(json, "waitingForYes", held);
        json.WriteStartArray("channels");
        foreach (var (name, status) in channels)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("state", Word<ChannelState>(status.State));
            json.WriteString("detail", status.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return !isFailing;
    }

    private void WriteAgent(Utf8JsonWriter json)
    {
        var outages = assistant.Outages;
        json.WriteStartObject("agent");
        json.WriteString(
            "state",
            outages.Whole is not null ? "away"
                : outages.Chats.Count > 0 ? "away for some"
                : "ok"
        );
        if (outages.Whole is { } whole)
        {
            json.WriteString("cause", whole.CauseWord);
            json.WriteString("code", whole.Code);
            json.WriteString("since", whole.Since);
            json.WriteString("reason", whole.Reason);
        }

        json.WriteNumber("chatsHeld", assistant.OutageGuard.Held);
        if (credentials?.Read() is { } version)
        {
            json.WriteStartObject("credentials");
            Write(json, "generation", version.Generation);
            json.WriteString("createdAt", version.CreatedAt?.ToString("O"));
            json.WriteString("expiresAt", version.ExpiresAt?.ToString("O"));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } known ? JsonNamingPolicy.CamelCase.ConvertName(known.ToString()) : null;
}
