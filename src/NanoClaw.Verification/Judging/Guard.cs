namespace NanoClaw.Verification;

/// <summary>The layers of a deployment, from the outside in. An attempt names the one that has to refuse it.</summary>
public enum Guard
{
    /// <summary>TLS, and the redirect away from plain HTTP.</summary>
    Transport,

    /// <summary>The zone's rules, and the edge's own reading of HTTP.</summary>
    Edge,

    /// <summary>Cloudflare Access.</summary>
    Access,

    /// <summary>The Worker's own look at who asks.</summary>
    Worker,

    /// <summary>The contract's rules for what is asked.</summary>
    Contract,
}
