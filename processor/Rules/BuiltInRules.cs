using Pipeline.Processor.Detection.Sigma;

namespace Pipeline.Processor.Rules;

/// <summary>The Sigma rules that come with the program, and those of the user's directories.</summary>
internal static class BuiltInRules
{
    public static SigmaRuleSet With(IEnumerable<string> directories)
    {
        IEnumerable<string> builtIn = Directory.Exists(RuleDirectory.BuiltIn) ? [RuleDirectory.BuiltIn] : [];
        return SigmaRuleSet.Load(RuleDirectory.Read(builtIn.Concat(directories)));
    }
}
