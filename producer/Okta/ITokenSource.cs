namespace Pipeline.Producer.Okta;

/// <summary>Where an API token comes from. <c>ToString</c> never shows it.</summary>
internal interface ITokenSource
{
    /// <summary>The token as it is now.</summary>
    string Current();
}
