using System.Text.RegularExpressions;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>A pattern searched in a text, in time linear in the text: clients choose what is searched.</summary>
internal sealed class RegexTest(Regex regex) : ValueTest
{
    public override bool Holds(in FieldValue value, string text) => regex.IsMatch(text);
}
