namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>Why an update should be looked at before it is applied.</summary>
public enum DangerKind
{
    /// <summary>Data would be lost: sessions, a database, a bucket.</summary>
    Data,

    /// <summary>Who is let in now would be refused.</summary>
    Clients,

    /// <summary>What is guarded now would be open.</summary>
    Guard,

    /// <summary>Pulumi or Cloudflare would refuse the update, perhaps after a part of it.</summary>
    Refused,
}
