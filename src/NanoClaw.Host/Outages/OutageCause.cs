namespace NanoClaw.Host.Outages;

/// <summary>What keeps the agent as a whole from answering, whoever asks.</summary>
public enum OutageCause
{
    /// <summary>It cannot be reached, or does not answer in time.</summary>
    Unreachable,

    /// <summary>It is there, and has too much to do.</summary>
    Busy,

    /// <summary>The Worker or Cloudflare Access refuses this process's credentials.</summary>
    Credentials,

    /// <summary>The address, the zone's rules, the Worker's settings or its version do not fit.</summary>
    Misconfigured,

    /// <summary>Its owner has switched it off.</summary>
    SwitchedOff,

    /// <summary>Its cap of runs is reached.</summary>
    RunCap,

    /// <summary>The model's API refuses the Worker's key.</summary>
    ModelKey,

    /// <summary>The model's API is away, overloaded or limits the rate.</summary>
    ModelAway,

    /// <summary>The model's API refuses whatever it is asked: a wrong model, or no money left.</summary>
    ModelRefuses,

    /// <summary>The container engine cannot be started.</summary>
    Engine,

    /// <summary>Whatever it is asked, its runs fail.</summary>
    Failing,
}
