namespace Pipeline.Producer.Okta;

/// <summary>A token given in the configuration itself.</summary>
internal sealed class ConfiguredToken(string token) : ITokenSource
{
    public string Current() => token;

    public override string ToString() => "token from configuration (not shown)";
}
