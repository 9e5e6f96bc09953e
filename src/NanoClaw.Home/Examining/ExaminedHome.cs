using Microsoft.Extensions.Configuration;

namespace NanoClaw.Home.Examining;

/// <summary>What an examination of a channel looks at.</summary>
/// <param name="Configuration">The settings; null where they cannot be read.</param>
/// <param name="StoreFolder">Where logins are; null where a setting is wrong.</param>
/// <param name="Offline">Whether nothing outside of this machine is to be asked.</param>
public sealed record ExaminedHome(IConfiguration? Configuration, string? StoreFolder, bool Offline);
