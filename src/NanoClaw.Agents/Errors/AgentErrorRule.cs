namespace NanoClaw.Agents;

/// <summary>What a client does after a failure, by its code: docs/CONTRACT.md says it of each.</summary>
public enum AgentErrorRule
{
    /// <summary>It passes: the same call goes again, with the same run id, after a wait.</summary>
    Wait,

    /// <summary>A person has to put something right first: what was asked is kept, and tried seldom.</summary>
    Mend,

    /// <summary>Another run may do better, a few times.</summary>
    Anew,

    /// <summary>This very request never does better: it does not go again as it is, and who asked is told at once.</summary>
    Never,
}
