using System.Text;
using NanoClaw.Agents;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Attempts;

/// <summary>The requests that attempts are made of.</summary>
internal static class Requests
{
    public const string RunPath = "/v1/agent/run";
    public const string MemoryPath = "/v1/agent/memory";
    public const string HealthPath = "/healthz";

    /// <summary>The group that a verification runs in, and no other.</summary>
    public const string GroupFolder = "nanoclaw-verify";

    // What asks for nothing is refused by the Worker only after it has accepted who asks: whatever gets in makes no run.
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    /// <summary>A run that asks for nothing, without credentials.</summary>
    public static WireRequest Run(this CheckContext context, string target = RunPath) =>
        context.Post(Nothing, target).With("Content-Type", "application/json").With("Idempotency-Key", RunIds.New(context.Time));

    public static WireRequest Post(this CheckContext context, byte[] body, string target = RunPath) =>
        new()
        {
            Method = "POST",
            Target = target,
            Host = context.Host(),
            Body = body,
        };

    /// <summary>A run in the contract's form, one field of which may be spoilt.</summary>
    public static byte[] RunBody(string more = "", string group = $"\"{GroupFolder}\"", string prompt = "\"Reply with the one word OK.\"") =>
        Encoding.UTF8.GetBytes($$"""{"prompt":{{prompt}},"groupFolder":{{group}},"chatJid":"verify","isMain":false{{more}}}""");

    public static WireRequest Get(this CheckContext context, string target, string method = "GET") =>
        new()
        {
            Method = method,
            Target = target,
            Host = context.Host(),
        };

    /// <summary>The host as a proper request names it.</summary>
    public static string Host(this CheckContext context) => context.Target.Endpoint.Authority;

    /// <summary>With the credentials that are right.</summary>
    public static WireRequest Right(this WireRequest request, CheckContext context) => request.RightService(context).RightBearer(context);

    public static WireRequest RightBearer(this WireRequest request, CheckContext context) => request.Bearer(context.Target.Credentials.Token);

    public static WireRequest RightService(this WireRequest request, CheckContext context) =>
        request.Service(context.Target.Credentials.AccessClientId, context.Target.Credentials.AccessClientSecret);

    /// <summary>With credentials in the right shape that nobody ever made.</summary>
    public static WireRequest Invented(this WireRequest request, CheckContext context) =>
        request.Service(context.MadeUp.ClientId, context.MadeUp.ClientSecret).Bearer(context.MadeUp.Token);
}
