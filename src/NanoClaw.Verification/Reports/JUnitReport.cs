using System.Globalization;
using System.Text;
using System.Xml;

namespace NanoClaw.Verification;

/// <summary>The report in the form that build servers read.</summary>
public static class JUnitReport
{
    /// <summary>The text of the file.</summary>
    public static string Write(VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "nanoclaw verify");
            foreach (var group in report.Results.GroupBy(r => r.Id[..r.Id.IndexOf('.')], StringComparer.Ordinal))
            {
                Suite(xml, report, group.Key, [.. group]);
            }

            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Suite(XmlWriter xml, VerificationReport report, string name, IReadOnlyList<CheckResult> results)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("hostname", report.Endpoint.Host);
        xml.WriteAttributeString("timestamp", report.StartedAt.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("tests", Number(results.Count));
        xml.WriteAttributeString("failures", Number(results.Count(r => r.Verdict is Verdict.LetIn or Verdict.Broken)));
        xml.WriteAttributeString("errors", Number(results.Count(r => r.Verdict == Verdict.Inconclusive)));
        xml.WriteAttributeString("skipped", Number(results.Count(r => r.Verdict == Verdict.NotApplicable)));
        foreach (var result in results)
        {
            Case(xml, result);
        }

        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, CheckResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "verify");
        xml.WriteAttributeString("name", $"{result.Id}: {result.Name}");
        xml.WriteAttributeString("time", result.Seconds.ToString("0.000", CultureInfo.InvariantCulture));
        var (element, text) = result.Verdict switch
        {
            Verdict.LetIn or Verdict.Broken => ("failure", $"{result.Wrong}\n{result.Cure}"),
            Verdict.Inconclusive => ("error", ""),
            Verdict.NotApplicable => ("skipped", ""),
            _ => (null, ""),
        };
        if (element is not null)
        {
            xml.WriteStartElement(element);
            xml.WriteAttributeString("message", result.Detail);
            xml.WriteString(text);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
