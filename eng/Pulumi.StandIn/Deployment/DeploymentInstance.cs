namespace Pulumi;

/// <summary>The evaluation that is running.</summary>
public sealed class DeploymentInstance
{
    private readonly DeploymentContext _context;

    internal DeploymentInstance(DeploymentContext context) => _context = context;

    public string StackName => _context.StackName;

    public string ProjectName => _context.ProjectName;

    public string OrganizationName => _context.OrganizationName;

    public string RootDirectory =>
        _context.RootDirectory ?? throw new InvalidOperationException("The Pulumi CLI version does not support root directory. Please update the Pulumi CLI.");

    /// <summary>True in a preview.</summary>
    public bool IsDryRun => _context.IsDryRun;

    /// <summary>Calls a provider's function.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null) => new(_context.Registrar.InvokeAsync<T>(token, args, options));

    /// <summary>Calls a provider's function.</summary>
    public async Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        (await _context.Registrar.InvokeAsync<T>(token, args, options).ConfigureAwait(false)).Value;
}
