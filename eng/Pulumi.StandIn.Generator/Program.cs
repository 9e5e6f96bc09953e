using Pulumi.StandIn.Generator;
using Pulumi.StandIn.Generator.CSharp;
using Pulumi.StandIn.Generator.Declarations;

if (args is not [var packages, var output])
{
    Console.Error.WriteLine("usage: Pulumi.StandIn.Generator <node_modules> <output folder>");
    return 2;
}

try
{
    var providers = ProviderPackage.All.Select(p => PackageReader.Read(p, packages)).ToList();
    OmittedByDeclarations.Check(providers);
    Directory.CreateDirectory(output);
    foreach (var provider in providers)
    {
        File.WriteAllText(Path.Combine(output, $"{provider.Package.Namespace}.g.cs"), new ProviderWriter(provider).Write());
    }

    File.WriteAllText(Path.Combine(output, "provider-schema.json"), SchemaWriter.Write(providers));
    return 0;
}
catch (DeclarationException e)
{
    // The form MSBuild turns into an error at that place.
    Console.Error.WriteLine($"{e.File}({e.Line}): error PULUMIGEN: {e.Message}");
    return 1;
}
