namespace Pulumi.Testing;

/// <summary>The circumstances of a test.</summary>
public class TestOptions
{
    public string? ProjectName { get; set; }

    public string? RootDirectory { get; set; }

    public string? StackName { get; set; }

    /// <summary>True unless set: outputs that the mocks don't return are unknown then.</summary>
    public bool? IsPreview { get; set; }

    public string? OrganizationName { get; set; }
}
