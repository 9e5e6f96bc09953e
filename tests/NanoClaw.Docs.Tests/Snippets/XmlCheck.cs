using System.Xml;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>XML is well formed; a piece of a project file is a fragment.</summary>
internal sealed class XmlCheck : ISnippetCheck
{
    public async Task<IReadOnlyList<string>> MistakesAsync(Fence fence)
    {
        var settings = new XmlReaderSettings
        {
            Async = true,
            ConformanceLevel = fence.Text.StartsWith("<?xml", StringComparison.Ordinal) ? ConformanceLevel.Document : ConformanceLevel.Fragment,
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
        };
        try
        {
            using var reader = XmlReader.Create(new StringReader(fence.Text), settings);
            while (await reader.ReadAsync()) { }

            return [];
        }
        catch (XmlException exception)
        {
            return [exception.Message];
        }
    }
}
