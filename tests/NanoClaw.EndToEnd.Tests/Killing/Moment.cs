namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>When a process is killed. The chat service and the model tell when one of theirs has come.</summary>
internal enum Moment
{
    /// <summary>A random time after the start.</summary>
    Anytime,

    /// <summary>A random time too short for a start to be over.</summary>
    StartingUp,

    /// <summary>The process has just been given a message of a chat.</summary>
    MessageGiven,

    /// <summary>A run's model was called.</summary>
    ModelCalled,

    /// <summary>The first words of an answer are on their way.</summary>
    FirstWords,

    /// <summary>The model has said all of an answer.</summary>
    ModelDone,

    /// <summary>The chat service has a text, and does not take it.</summary>
    TextRefused,

    /// <summary>The chat service has taken a text, and has not said so.</summary>
    TextTaken,

    /// <summary>The chat service has said that it took a text.</summary>
    TextAcknowledged,
}
