namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>One reason to look at an update before it is applied.</summary>
/// <param name="Kind">What would happen.</param>
/// <param name="Resource">The logical name of the resource it is about.</param>
/// <param name="Text">What would happen, and the way out.</param>
public sealed record Danger(DangerKind Kind, string Resource, string Text);
